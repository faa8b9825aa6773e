"""The rules that a scenario can set, each with its default."""

from datetime import date as Day
from typing import Annotated, Literal

from pydantic import Field, field_validator

from sim.schema.values import Table


class DeadlineRule(Table):
    """When the talks end, and whether the date lets the declarer carry out its threat."""

    kind: Annotated[
        Literal["hard", "soft", "extendable", "none"],
        Field(
            description="what the date does: ends the talks; lets them go on at a cost in legitimacy; can "
            "be moved by the mediation rule; or there is none"
        ),
    ] = "hard"
    date: Annotated[Day | None, Field(description="the date itself")] = None
    triggers_outside_option: Annotated[
        bool, Field(description="whether the date lets the declarer carry out its threat")
    ] = True
    evidence: list[str] = []


class StatusRule(Table):
    """Whether settlements may lie between the marks of the key issue."""

    divisible: Annotated[
        bool, Field(description="whether a settlement can lie between the marks of the key issue")
    ] = False
    evidence: list[str] = []


class CouncilRule(Table):
    """How the Security Council decides."""

    veto: Annotated[bool, Field(description="whether a permanent member can block")] = True
    votes: Annotated[int, Field(ge=1, le=15, description="votes that a draft needs, of fifteen")] = 9
    members: Annotated[
        list[str] | None,
        Field(
            description="who sits in the Council all along, permanent members included, ids with commas; "
            "without it, by date"
        ),
    ] = None

    @field_validator("members", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        """Ids may be typed with commas between them; `by_date` stands for none."""
        if not isinstance(value, str):
            return value
        ids = [part.strip() for part in value.split(",") if part.strip()]
        return None if ids == ["by_date"] else ids


class GuaranteeRule(Table):
    """The guarantee not to recognise: negotiable, given (whoever signs), in the pact alone, or barred."""

    kind: Annotated[
        Literal["negotiable", "given", "in_pact", "barred"],
        Field(
            description="the promise not to recognise: each member decides; given, whoever signs; part of "
            "the pact alone; or never"
        ),
    ] = "negotiable"
    credibility: Annotated[
        Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None,
        Field(description="chance that the promise is kept; without it, from the members"),
    ] = None


class RatificationRule(Table):
    """Whether a package is in force when it is signed, or when the voters of every party have said yes."""

    kind: Annotated[
        Literal["none", "signed_text", "last_text"],
        Field(
            description="what goes to the voters of every party: nothing; what the leaders sign; the mediators' "
            "last text on the day of the referendum, signed or not"
        ),
    ] = "none"
    share: Annotated[
        float,
        Field(ge=0, le=1, allow_inf_nan=False, description="share of yes that it needs in every party"),
    ] = 0.5


class LobbyingRule(Table):
    """Whether seats may lobby, and a factor on what they can spend."""

    enabled: Annotated[bool, Field(description="whether seats may lobby")] = True
    capital: Annotated[
        float, Field(ge=0, le=10, allow_inf_nan=False, description="factor on what lobbyists can spend")
    ] = 1.0


class InfluenceRule(Table):
    """Factor on the weight of EU unity and of the head-count in a member's readiness."""

    unity: Annotated[
        float,
        Field(
            ge=0,
            le=5,
            allow_inf_nan=False,
            description="factor on the weight of unity and head-count in a member's readiness",
        ),
    ] = 1.0


class SecurityRule(Table):
    """Strength of the troops, and when they are reinforced."""

    kfor: Annotated[
        float, Field(gt=0, le=200000, allow_inf_nan=False, description="troops of the international force")
    ] = 16000.0
    reinforce: Annotated[
        Literal["on_violence", "by_move_only", "never"], Field(description="when the force is reinforced")
    ] = "on_violence"
    evidence: list[str] = []


Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class RuleSet(Table):
    """Every rule that a scenario can set, with its default."""

    deadline: DeadlineRule = DeadlineRule()
    status: StatusRule = StatusRule()
    bargaining: Annotated[
        Literal[
            "concession",
            "single_text",
            "nash",
            "compromise",
            "median",
            "alternating_offers",
            "zeuthen",
            "kalai_smorodinsky",
            "procedural",
            "challenge",
            "challenge_code",
            "smp",
            "exchange",
            "exchange_random",
            "effort",
        ],
        Field(
            description="how the parties bargain: by offers and concessions; or over a text that the named model "
            "of bargaining proposes in each session (MODEL.md, bargaining models)"
        ),
    ] = "concession"
    mediation: Annotated[
        Literal["consensus", "majority", "none"], Field(description="how the mediators agree on a text")
    ] = "consensus"
    recognition: Annotated[
        Literal["national", "common_position"],
        Field(description="each member for itself; or all or none, by the rule of eu_decision"),
    ] = "national"
    eu_decision: Annotated[
        Literal["constructive_abstention", "unanimity", "qualified_majority", "simple_majority"],
        Field(description="how the members decide together"),
    ] = "constructive_abstention"
    council: CouncilRule = CouncilRule()
    guarantee: GuaranteeRule = GuaranteeRule()
    ratification: RatificationRule = RatificationRule()
    declaration: Annotated[
        Literal["free", "coordinated", "after_election", "barred"],
        Field(
            description="when independence may be declared: at any time; with enough agreed in advance; "
            "after the vote; never"
        ),
    ] = "free"
    lobbying: LobbyingRule = LobbyingRule()
    patronage: Annotated[
        dict[str, Share],
        Field(
            description="how far each patron stands behind its client: patronage.ID, EU for the members; or "
            "one number for all"
        ),
    ] = {}
    influence: InfluenceRule = InfluenceRule()
    security: SecurityRule = SecurityRule()
    linkage: Annotated[bool, Field(description="whether issues may be traded for one another")] = False
    side_payments: Annotated[
        bool, Field(description="whether lobbyists may offer other files (energy, trade) beside their words")
    ] = True
    information: Annotated[
        Literal["private", "public"],
        Field(description="whether each knows only its own ideals and red lines, or everybody's"),
    ] = "private"
    horizon: Annotated[Day, Field(description="the last day that is simulated")] = Day(2008, 12, 31)

    def settings(self) -> dict[str, object]:
        """The rules as plain values, without the evidence that they rest on."""
        cited = {name: {"evidence"} for name in ("deadline", "status", "security")}
        return self.model_dump(mode="json", exclude=cited)
