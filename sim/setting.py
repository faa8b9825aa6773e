"""What is the same in all worlds of a run: the scenario and its rules as arrays without a world axis."""

from dataclasses import dataclass
from datetime import date, timedelta

from sim.arrays import Array, Index, Mask


@dataclass(frozen=True)
class Rules:
    """The rules of a scenario as plain values; `sim.scenario.RuleSet` holds docs, defaults, validation."""

    deadline_kind: str
    deadline_week: int
    deadline_triggers: bool
    bargaining: str
    mediation: str
    recognition: str
    eu_decision: str
    council_veto: bool
    council_votes: int
    guarantee_kind: str
    guarantee_credibility: float | None
    ratification: str
    ratification_share: float
    declaration: str
    lobbying: bool
    lobbying_capital: float
    patronage: Array
    """(actor,) how far each patron stands behind its client, 0..1"""
    unity: float
    kfor: float
    reinforce: str
    linkage: bool
    side_payments: bool
    information: str


@dataclass(frozen=True)
class Purse:
    """What bounds a week's moves, the same for all seats."""

    carried: float
    """points at most that are carried over to the next week"""
    paid_moves: int
    """paid moves a week at most"""
    leader: float
    """points a week more for who leads a group of members with two others in it"""
    home_locked: float
    """standing at home below which locked moves are closed"""


@dataclass(frozen=True)
class Setting:
    """What is the same in all worlds: who is who, the calendar, the packages, the rules. No world axis."""

    scenario: str
    actors: tuple[str, ...]
    names: tuple[str, ...]
    issues: tuple[str, ...]
    packages: tuple[str, ...]
    """what can be signed: the settling marks of the key issue, and last the pact if the scenario has one"""
    flashpoints: tuple[str, ...]
    start: date
    weeks: int
    rules: Rules

    negotiator: Mask
    """(actor,) who sits at the table; the others only vote in the Council"""
    party: Mask
    parties: Index
    """(party,) their indices"""
    declarer: Mask
    title_holder: Mask
    member: Mask
    permanent: Mask
    contributor: Mask
    recogniser: Mask
    """(actor,) who may recognise: all negotiators but the parties"""
    candidate: Mask
    """(actor,) who is on a path to membership"""
    follower: Mask
    """(actor,) who follows a leader in the group of doubters"""
    side: Array
    """(actor,) +1 the declarer and its patrons, -1 the title holder and its patrons, 0 the rest"""
    patron: Mask
    declarers: Index
    """(declarer,) their indices; so for the next two"""
    title_holders: Index
    title_patrons: Index
    lobbyists: Index
    """(lobbyist,) indices of the actors that lobby"""
    leader: Index
    """(actor,) index of the actor it follows, itself if none"""
    standing: Array
    """(actor,) weight of its recognition in the eyes of others"""
    votes: Array
    """(actor,) weighted votes among members"""
    population: Array
    """(actor,) inhabitants, for the population clause"""
    mediator: Mask
    """(week, actor)"""
    chair: Mask
    """(week, actor) who chairs the members"""
    council: Mask
    """(week, actor)"""
    key: int
    """which issue the marks of a settlement lie on"""
    package_value: Array
    """(package, issue) where each package lies; a coordinate that linkage sets is NaN"""
    ground: bool
    """whether a resolution in force gives acts in the field a legal ground"""
    pact: int
    """index of the pact among the packages, -1 if there is none"""
    text: int
    """index of the mediators' own text among the packages, -1 if the scenario names none"""
    expected_backing: Array
    """(actor,) how far it stands behind its client, in the eyes of the others: the mean of what its words are
    worth, 0..100"""
    expected_willing: Array
    """(actor,) the chance that it would guarantee not to recognise, in the eyes of the others, 0..1"""
    waits_for_vote: Mask
    """(actor,) who asks to wait for the domestic vote"""
    report_week: int
    date_week: int
    """week of the deadline's date, whatever the rule makes of it; NEVER without one"""
    visitor: Index
    """(week,) index of the actor that visits in that week, -1 if none"""
    visited: Index
    """(week,) index of its host, -1 if none"""
    income: Array
    """(week, actor) capital that a seat gets for a week"""
    purse: Purse
    price: Array
    """(move,) what a move costs; a statement costs it for each degree of strength, measures carried out twice"""
    locked: Mask
    """(move,) not open to a seat with too little standing at home"""
    roles: Mask
    """(week, actor, move) whose role lets it make a move"""
    wish_low: Array
    """(actor,) what its words leave open about its wish on the key issue, to anybody who reads them"""
    wish_high: Array
    near: Mask
    """(actor,) lies near the title holder, so that its measures are felt"""
    local: Mask
    """(flashpoint,) lies in the disputed place, so that a party's call for calm is heard there"""

    @property
    def calendar(self) -> tuple[date, ...]:
        """The Monday of every week."""
        return tuple(self.start + timedelta(weeks=w) for w in range(self.weeks))
