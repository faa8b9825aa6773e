"""The schema of a scenario file: pydantic models, frozen, nothing unknown let through.

`sim.scenario.load` reads a file into these; `scenarios/README.md` explains how to write one.
"""

from datetime import date as Day
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Role = Literal[
    "party",
    "declarer",
    "title_holder",
    "patron",
    "mediator",
    "chair",
    "eu_member",
    "council",
    "permanent",
    "contributor",
    "voter",
    "candidate",
]
Kind = Literal["stated", "reported", "inferred", "structural", "design"]
Number = Annotated[float, Field(allow_inf_nan=False)]
Points = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class Table(BaseModel):
    """Every table of a scenario: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Range(Table):
    """A value as low, mode and high."""

    low: Number
    mode: Number
    high: Number


class Evidence(Table):
    """What a value rests on: one coded item of a report, or one structural fact."""

    document: str
    paragraph: int | None = None
    kind: Kind
    speaker: str
    interest: str = "neutral"
    known_by: Day
    paraphrase: Annotated[str, Field(min_length=8)]
    scale: str | None = None
    word: str | None = None
    strength: str | None = None


class Stance(Table):
    """A value of an actor: a word of the rubric, or low, mode and high; always with evidence."""

    word: str | None = None
    low: Number | None = None
    mode: Number | None = None
    high: Number | None = None
    unit: str | None = None
    evidence: Annotated[list[str], Field(min_length=1)]
    inferred: Annotated[str, Field(min_length=8)] | None = None
    """why the word follows from items that were coded on another scale"""
    inherited: bool = False


class Stances(Table):
    """What an actor says or is, beside the issues of the talks."""

    recognition: Stance | None = None
    mission: Stance | None = None
    guarantee: Stance | None = None
    talks: Stance | None = None
    timing: Stance | None = None
    vulnerability: Stance | None = None
    firmness: Stance | None = None
    backing: Stance | None = None
    limbo: Stance | None = None
    hope: Stance | None = None
    law: Stance | None = None
    polls: Stance | None = None
    """share of its voters who would say yes to the mediators' own text, by polls before the vote, per cent"""
    pretext: Stance | None = None


class Actor(Table):
    """One negotiator, or a voter of the Council that does not negotiate."""

    name: Annotated[str, Field(min_length=1)]
    aliases: list[str] = []
    kind: str | None = None
    roles: list[Role] = []
    client: str | None = None
    follows: str | None = None
    standing: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    votes: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    population: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    lobbies: bool = False
    large: bool = False
    """has a larger purse than other seats of its kind"""
    speaker: str = "government"
    drivers: dict[str, Number] = {}
    ideal: dict[str, Stance] = {}
    position: dict[str, Stance] = {}
    salience: dict[str, Stance] = {}
    red_line: Stance | None = None
    hard: bool = False
    stance: Stances = Stances()
    evidence: list[str] = []


class ActorKind(Table):
    """What an actor of this kind takes where it has nothing of its own."""

    roles: list[Role] = []
    ideal: dict[str, Stance] = {}
    position: dict[str, Stance] = {}
    salience: dict[str, Stance] = {}
    stance: Stances = Stances()


class Kinds(Table):
    """The kinds of a file, checked apart from the actors that take from them."""

    kinds: dict[str, ActorKind] = {}


class Mark(Table):
    """A named place on an issue; where `settles`, a settlement can lie there."""

    value: Points
    name: str
    settles: bool = False
    text: bool = False
    """the mediators' own text: it goes to the voters if they tabled no other"""
    terms: dict[str, Points] = {}
    """where a settlement at this mark lies on other issues; on the rest the parties meet"""
    evidence: Annotated[list[str], Field(min_length=1)]


class Issue(Table):
    """A scale from 0 to 100 with named marks."""

    name: str
    low_end: str
    high_end: str
    key: bool = False
    marks: dict[str, Mark] = {}


class Event(Table):
    """A dated event: on a date, or drawn between low and high."""

    kind: Literal["session", "report", "summit", "council", "election", "visit", "referendum"]
    name: str
    date: Day | None = None
    low: Day | None = None
    mode: Day | None = None
    high: Day | None = None
    actor: str | None = None
    target: str | None = None
    runoff_weeks: Annotated[int, Field(ge=0, le=52)] = 0
    evidence: Annotated[list[str], Field(min_length=1)]


class Term(Table):
    """Who holds a role from one date until another."""

    roles: Annotated[list[Role], Field(min_length=1)]
    actors: Annotated[list[str], Field(min_length=1)]
    start: Day
    end: Day
    evidence: Annotated[list[str], Field(min_length=1)]


class Sitting(Table):
    """A week in which people decide at the table: the week of a day, or so many weeks after an event.

    It lasts until the next one begins. An event that is drawn falls in another week in every world; a vote
    with a run-off counts from its first round.
    """

    question: Annotated[str, Field(min_length=8)]
    start: Day | None = None
    event: str | None = None
    weeks: Annotated[int, Field(ge=-52, le=52)] = 0
    """weeks after the event, before it if negative"""
    declared: str = ""
    """the question once independence has been declared; without it the same"""


class Calendar(Table):
    """From when to when, in weeks that begin on Monday; when people at the table decide in between."""

    start: Day
    game_end: Day
    sittings: dict[str, Sitting] = {}
    """by key, in any order; without any, every week is one"""
    wake_tension: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 10.0
    """points by which tension has risen since a person decided last, so that the person is asked again"""


class Headcount(Table):
    """A count of members for recognition: it weights the draws of the members that no report names."""

    word: str | None = None
    low: Number | None = None
    mode: Number | None = None
    high: Number | None = None
    evidence: Annotated[list[str], Field(min_length=1)]


class Driver(Table):
    """A structural variable that moves members without a stance of their own, per unit."""

    name: str
    unit: str
    source: str
    known_by: Day
    recognition: Range
    vulnerability: Range
    near: Number | None = None
    """from how many units on an actor lies near the title holder"""
    evidence: Annotated[list[str], Field(min_length=1)]


class Flashpoint(Table):
    """A place that may follow: chance in the quarter after an orderly declaration, and what raises it."""

    name: str
    chance: Range
    haste: Range
    precedent: Range
    local: bool = False
    """lies in the disputed place, so that a party's call for calm is heard there"""
    evidence: Annotated[list[str], Field(min_length=1)]


class Pact(Table):
    """The status-neutral pact, if the talks may end in one."""

    name: str
    evidence: Annotated[list[str], Field(min_length=1)]


class Ground(Table):
    """The legal ground that acts in the field rest on, if there is one (a resolution in force)."""

    name: str
    evidence: Annotated[list[str], Field(min_length=1)]


class Mechanism(Table):
    """The strength of a mechanism."""

    low: Number
    mode: Number
    high: Number
    unit: str
    kind: Kind
    source: str
    why: str
    off: Number | None = None
    """the value at which it does nothing, for `--set mechanisms.NAME=off`"""
    evidence: list[str] = []


class Amount(Table):
    """A number of the game, played at its mode; low and high say how far tests of the game may move it."""

    low: Number
    mode: Number
    high: Number
    unit: str = "points"
    why: str = ""


class Move(Table):
    """What a seat can do: who may, when, what it costs, and what it does in words a player can read."""

    name: str
    who: Annotated[list[str], Field(min_length=1)]
    beat: Literal["talk", "decide"]
    cost: Amount
    locked: bool = False
    """not open to a seat with too little standing at home"""
    visible: Literal["own", "both", "group", "all"]
    systems: list[str]
    does: str
    counter: str = ""


class Bound(Table):
    """A condition on a measure of a finished world."""

    min: Number | None = None
    max: Number | None = None


class Outcome(Table):
    """A class of finished worlds: the first whose conditions all hold."""

    name: str
    when: dict[str, Bound] = {}


class Goal(Table):
    """Something that a seat plays for: it earns its weight from the target on, nothing up to the floor."""

    text: Annotated[str, Field(min_length=8)]
    """what the player reads: a plain sentence"""
    measure: str
    target: Number
    floor: Number
    weight: Annotated[float, Field(gt=0, le=55, allow_inf_nan=False)]
    evidence: list[str] = []


COMMON = "common"
"""The goals that all seats share."""

GOAL_ROLES = (
    "title_holder",
    "declarer",
    "party",
    "title_patron",
    "declarer_patron",
    "chair",
    "doubter",
    "pioneer",
    "other",
    COMMON,
)
"""For whom a scenario may state goals, beside actors by their ids; `sim.goals` says who is what."""


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
        Literal["concession", "single_text", "nash", "compromise", "median"],
        Field(
            description="how the parties bargain: by offers and concessions; or over a text that a mediator "
            "keeps changing, or that the Nash product, the weighted mean or the weighted median picks"
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


class Scenario(Table):
    """A whole scenario, read and checked."""

    title: str
    summary: str
    question: str = ""
    information_date: Day
    calendar: Calendar
    issues: Annotated[dict[str, Issue], Field(min_length=1, max_length=8)]
    actors: Annotated[dict[str, Actor], Field(min_length=2, max_length=200)]
    evidence: dict[str, Evidence] = {}
    events: dict[str, Event] = {}
    terms: dict[str, Term] = {}
    headcounts: dict[str, Headcount] = {}
    drivers: dict[str, Driver] = {}
    flashpoints: dict[str, Flashpoint] = {}
    pact: Pact | None = None
    ground: Ground | None = None
    status_quo: dict[str, Stance] = {}
    declared: dict[str, Stance] = {}
    outcomes: Annotated[dict[str, Outcome], Field(min_length=1)]
    goals: dict[str, dict[str, Goal]] = {}
    """by role (see GOAL_ROLES) or actor id; a role without any has the goals of `goals.toml`"""
    rules: RuleSet = RuleSet()
    mechanisms: dict[str, Mechanism]
    moves: dict[str, Move] = {}
    purse: dict[str, Amount] = {}
    settings: dict[str, str] = {}
    """what was laid over the files, by full key; no file may state it"""
    id: str = "scenario"

    def effective_rules(self) -> dict[str, object]:
        """The rules in force as plain values, and the mechanisms that were set beside them."""
        names = [key.removeprefix("mechanisms.") for key in self.settings if key.startswith("mechanisms.")]
        fixed = {"mechanisms": {name: self.mechanisms[name].mode for name in names}} if names else {}
        return {**self.rules.settings(), **fixed}
