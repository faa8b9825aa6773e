"""What a game is made of: frozen dataclasses of arrays, each field with its axes.

Axes are written as in `(..., actor)`: the dots stand for nothing (one world) or for a leading axis of
worlds (an ensemble). No rule knows which; only `sim.worlds` does. Weeks are whole numbers from the
scenario's first Monday; `NEVER` stands for a week that has not come.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar, cast

import numpy as np

from sim.arrays import Array, Index, Mask, Terms, Votes, untouched
from sim.ledger import Ledger
from sim.mechanisms import Mechanisms
from sim.view import Desk, View

__all__ = [
    "Account",
    "Desk",
    "Moves",
    "Shocks",
    "State",
    "Traits",
    "View",
    "head",
    "replace",
    "take",
]

T = TypeVar("T")


@dataclass(frozen=True)
class Traits:
    """What is drawn once for a world and does not change. Hidden unless a seat is its own."""

    mechanism: Mechanisms
    ideal: Array
    """(..., actor, issue) wanted"""
    salience: Array
    """(..., actor, issue) sums to 1"""
    risk: Array
    """(..., actor) -1 seeks risk .. 1 shuns it"""
    red_line: Array
    """(..., actor) on the key issue; beyond it, seen from the ideal, a package has a cost at home"""
    hard: Mask
    """(actor,) documented as inviolable"""
    position: Array
    """(..., actor, issue) stated: public"""
    recognition: Array
    """(..., actor) coded readiness at the opening, points: public"""
    mission: Array
    guarantee: Array
    talks: Array
    """(..., actor) worth of more talks, 0..100: public"""
    timing: Array
    """(..., actor) weeks from the opening that steps to independence should wait: public"""
    vulnerability: Array
    firmness: Array
    backing: Array
    """(..., actor) how far it stands behind its client, 0..100"""
    limbo: Array
    """(..., actor) cost of the status quo, 0..100"""
    hope: Array
    """(..., actor) belief in a deal at the opening, 0..1"""
    credence: Array
    """(..., actor) how far its word is believed, 0..1: by the kind of its speaker"""
    trust: Array
    """(..., actor) how far its public word moves the beliefs of others, 0..1: credence x the reach of the channel"""
    law: Array
    """(..., actor) how much law counts for it, 0..1, as far as it is more than a pretext"""
    status_quo: Array
    """(..., issue)"""
    declared: Array
    """(..., issue)"""
    private: Array
    """(..., actor, anchor) what nobody outside knows of how it values a package, -1..1; see ANCHORS"""
    settlement: Array
    """(..., actor, package) what a package that fixes the key issue is worth, utility points; 0 for the pact"""
    status_quo_utility: Array
    """(..., actor) what it is worth to each, utility points"""
    declared_utility: Array
    """(..., actor) what full recognition would be worth to each, utility points"""
    openness: Array
    """(..., actor) how much a member lets itself be moved by the others, 0..1"""
    reluctance: Array
    """(..., actor) how far its coded stance falls short of favouring, 0..1"""
    sway: Array
    """(..., actor) how far head-count, great powers and coordination pull it, 0..1"""
    exposure: Array
    """(..., actor) points of readiness that the precedent costs it at full presence"""
    motive: Array
    """(..., actor) readiness beneath the coded stance, points"""
    threshold: Array
    """(..., actor) share of members that must have gone before a state follows the head-count, 0..1"""
    recognise_at: Array
    """(..., actor) standard exponential; recognition when the summed hazard reaches it"""
    commit_at: Array
    """(..., actor) the same for agreeing to a date in advance"""
    procedure: Array
    """(..., actor) weeks between deciding and recognising"""
    keeps_word: Array
    """(..., actor) uniform; a guarantee is kept if below its credibility"""
    vote_error: Array
    """(..., actor, ballot) uniform; how far a vote strays from the leaning"""
    session_week: Index
    """(..., session)"""
    summit_week: Index
    """(..., summit)"""
    council_week: Index
    """(..., meeting)"""
    election_week: Index
    """(...) week of the vote that decides; NEVER if there is none"""
    referendum_week: Index
    """(...) week of the dated referendum; NEVER if there is none"""
    polls: Array
    """(..., actor) share of yes to the mediators' own text in polls before the vote, 0..1; NaN without any"""
    swing: Array
    """(..., actor) uniform; how far its voters stray from what their leader thinks a package is worth"""
    flash_at: Array
    """(..., flashpoint) standard exponential"""
    flash_base: Array
    """(..., flashpoint) chance in the quarter after an orderly declaration, as a weekly hazard"""
    flash_haste: Array
    flash_precedent: Array


@dataclass(frozen=True)
class State:
    """Everything that changes, at the opening of a week. Shapes `(...)` unless said otherwise."""

    week: int
    deadline: Index
    expected_end: Array
    """(..., actor) week in which it expects the talks to end"""
    talks_open: Mask
    session: Mask
    """a session is held this week"""
    sessions: Array
    """sessions held so far"""
    text: Index
    """package tabled by the mediators this week, -1 if none"""
    offer: Index
    """(..., actor) package offered this week, -1 if none"""
    agreed: Index
    """package agreed, -1 if none"""
    agreed_week: Index
    last_text: Index
    """package that the mediators tabled last, -1 if none"""
    offers: Index
    """(..., party, 3) packages that each party has offered at the last three sessions, newest first; -1 for none"""
    foreseen: Array
    """where a model of the talks that moves positions ends on the key issue, 0..100; NaN under any other rule"""
    would_sign: Mask
    """(..., actor, package) what its leader would sign, as last said"""
    voted: Index
    """package that was put to the voters, -1 if none was; refused unless it is agreed"""
    vote_week: Index
    yes: Array
    """(..., actor) share of yes in each party, 0..1; 0 until the vote"""
    hope: Array
    """(..., actor) belief in a deal, 0..1"""
    legitimacy: Array
    exhausted: Mask
    """the members have declared the talks exhausted"""
    stance: Array
    """(..., actor) expressed readiness, points: public"""
    lobbied: Array
    """(..., actor) net lobbying, points"""
    paid: Array
    """(..., actor) points that other files offered beside the talks bring, for as long as they are"""
    precedent: Array
    """how present the precedent is, 0..100"""
    readiness: Array
    """(..., actor) index of readiness, points: hidden"""
    forecast: Array
    """share of standing that would recognise a declaration made now, 0..1: public estimate"""
    forecast_free: Array
    """the same if no guarantee stood"""
    guarantee: Array
    """credibility of the guarantee not to recognise, 0..1"""
    bound: Mask
    """(..., actor) holds to a guarantee not to recognise"""
    no_deal: Array
    """(..., actor) what it expects if there is no agreement, utility points: its outside option"""
    package_utility: Array
    """(..., actor, package) utility points, the cost of crossing a red line taken off"""
    zone: Array
    """width of the zone of possible agreement; below 0 there is none"""
    table_width: Array
    """the same among what lay on the table at the last session; -100 if nothing did"""
    texts: Array
    """texts that the mediators have tabled so far"""
    demand: Array
    """(..., actor) utility that a party asked for at the last session, utility points"""
    conceded: Array
    """(..., actor) share of the way from its best package to its outside option given up in that demand, 0..1"""
    declare_index: Array
    """utility points that declaring now has over the best later week, for the declarer"""
    coordination: Array
    committed: Mask
    """(..., actor) agreed to the date in advance"""
    commit_sum: Array
    """(..., actor) summed hazard of agreeing"""
    backers: Array
    """share of the backers' standing that has agreed in advance, 0..1"""
    declared_week: Index
    hazard_sum: Array
    """(..., actor)"""
    recognised_week: Index
    """(..., actor)"""
    cover: Mask
    """the Council has endorsed"""
    council: Index
    """0 not voted, 1 blocked by a veto, 2 short of votes, 3 more talks, 4 endorsed, 5 a mission under the resolution
    in force, 6 took note"""
    mission_week: Index
    mission_backed: Mask
    """(..., actor) voted for the mission at the last vote"""
    mission_abstained: Mask
    """(..., actor)"""
    path: Array
    """how far the candidate is on its way, 0..100"""
    path_signed: Mask
    challenger_won: Index
    """-1 no vote yet, 0 the government kept, 1 the challenger"""
    home: Array
    """(..., actor) standing at home, 0..100"""
    tension: Array
    tension_peak: Array
    incidents: Array
    troops: Array
    flash_sum: Array
    """(..., flashpoint)"""
    flash_week: Index
    """(..., flashpoint)"""

    capital: Array
    """(..., actor) points left to spend this week"""
    paid_moves: Array
    """(..., actor) moves that it has paid for this week"""
    credibility: Array
    """(..., actor) how far its word counts in the eyes of all, 0..100"""
    ledger: Ledger
    note: Index
    """(..., actor, slot, 3) notes sent this week: kind, to whom, public; kind 0 is no note"""
    note_a: Index
    """(..., actor, slot, term) what the receiver is to do; see `sim.ledger.TERM`"""
    note_b: Index
    """(..., actor, slot, term) what the sender will do"""
    reply: Index
    """(..., actor, slot) answer to each note sent: 0 none yet, 1 yes, -1 no, 2 counter"""
    reason: Index
    """(..., actor, slot) public reason of the answer, index in `sim.rules.notes.REASONS`"""
    counter: Index
    """(..., actor, slot, term) what the receiver wants of the sender in return"""
    sounded: Index
    """(..., actor, actor, matter) how often the first has sounded out the second"""
    heard: Array
    """(..., actor, actor, matter) what it was told last; NaN for nothing"""
    misled: Index
    """(..., actor, actor, matter) whether the second has told the first something false: 0 no, 1 yes, 2 found out"""
    hinted: Mask
    """(..., actor, actor) the second let the first see, sounded out last, that it would rather break its word"""
    cohesion: Array
    """points that the members' own acts add to their unity"""
    eased: Array
    """(..., actor) share of its own vulnerability that it has taken away by reassuring, 0..1"""
    reassured_week: Index
    """(..., actor) last week in which it reassured, -1 for never"""
    swayed: Array
    """(..., actor) points of readiness that public acts have brought, fading"""
    topic: Index
    """(..., actor) what its last statement was about, -1 for none"""
    topic_weeks: Index
    """(..., actor) weeks running that it has spoken on it"""
    spoken: Array
    """(..., topic) net strength of the week's statements, toward recognition above 0: public"""
    commitment: Index
    """(..., actor) how far a patron stands behind its client: 0..3; -1 has stepped back, -2 has said nothing"""
    visited_week: Index
    """(..., actor) week of the last visit it received, -1 for never"""
    visited_side: Array
    """(..., actor) side of that visitor"""
    worn: Array
    """(..., actor, what) how much of what it has said in public, and of what it has asked its parliament, is
    remembered, in times: see `sim.rules.wear`"""
    called: Array
    """(..., actor, side) how many visits it remembers from either side: for the title holder, for the declarer"""
    group: Index
    """(..., actor) 0 none, 1 doubters, 2 pioneers"""
    group_leader: Index
    """(..., group) who founded each group, -1 for nobody; entry 0 stands for none"""
    delayed_until: Index
    """(..., actor) until which week its recognition is held up by a step that it has named"""
    refused: Mask
    """(..., actor) has refused for good to recognise"""
    announced: Mask
    """(..., actor) has announced that it will recognise"""
    date_set: Index
    """week for which the declarer has set a date, NEVER for none"""
    date_public: Mask
    safeguarded: Index
    """times that the declarer has bound itself"""
    measures_stage: Index
    """the title holder's measures: 0 none, 1 announced, 2 carried out"""
    measures_week: Index
    """week in which they were carried out, NEVER for not yet"""
    path_refused: Mask
    calm_week: Index
    """(..., actor) last week in which it called its side to calm, -1 for never"""
    calm_force: Array
    """(..., actor) how far that call was heard, 0..1"""
    yielded: Index
    """(..., actor) package that a party has gone furthest toward the other with, -1 for none"""
    contested: Array
    """points of leaning toward more talks that asking for more time has brought"""
    softened: Array
    """(..., actor) points on the key issue by which its red line has moved away from its ideal"""
    practical: Index
    """practical deals struck between the parties"""
    practical_done: Mask
    """(..., matter) which practical matters are settled"""
    practical_offer: Index
    """(..., actor) practical matter it has put forward this week, -1 for none"""
    walked_out: Mask
    """(..., actor) walked out of the last session"""
    blocks_made: Index
    """(..., actor) texts that it has kept off the table by itself"""
    drafted: Index
    """ballot that a draft has brought to the Council this week, -1 for none"""
    drafter: Index
    """who tabled it, -1 for nobody"""
    waiting: Index
    """ballot of a draft whose vote was put off to this week, -1 for none"""
    waiting_from: Index
    """who tabled it, -1 for nobody"""
    moved_meeting: Index
    """week to which the votes of the Council's calendar were put off last, NEVER for not yet"""
    assured: Mask
    """(..., actor) has been given safeguards by name"""
    lined: Index
    """ballot that the chair has put to the members this week, -1 for none"""
    report_note: Mask
    """(..., actor) a mediator that handed in a note of its own"""
    grounded: Mask
    """the Council has confirmed that the resolution in force is a ground for acts in the field"""
    carried: Mask
    """(..., line) texts of the chair that the members have carried; see LINES"""
    by_move: Mask
    """(..., actor) decided to recognise by a move, and not in its own time"""
    sent: Index
    """week from which on troops sent by a move count, NEVER for none"""
    leaked: Index
    """private acts of this game that have become public, so far"""
    exposed: Array
    """(..., actor) points of credibility that what came out last week has cost it, which it may deny this week"""

    @property
    def declared(self) -> Mask:
        """Has the declarer declared?"""
        return self.declared_week <= self.week

    @property
    def recognised(self) -> Mask:
        """(..., actor) who has recognised."""
        return self.recognised_week <= self.week

    @property
    def settled(self) -> Mask:
        """Has a package been agreed?"""
        return self.agreed >= 0


@dataclass(frozen=True)
class Moves:
    """What the seats do in a week. `(..., seat)` unless said otherwise.

    At the talk beat `demand`, `offer`, `text` and `blocks` are read, and what is put forward there: notes,
    soundings, drafts, lines; at the answer beat `reply`, `reason` and `counter`; at the decide beat the rest.
    Where a model drafts the text (rule `bargaining`), `offer` and `text` have no effect.
    """

    demand: Array
    """utility that a party asks for, utility points: what its offer and its answer rest on"""
    offer: Index
    """package offered by a party, -1 for none"""
    text: Index
    """package that a mediator would table, -1 for none"""
    blocks: Mask
    """(..., seat, package) texts that a mediator would not have tabled"""
    accepts: Mask
    """(..., seat, package) what a party would sign of what is on the table"""
    hopeful: Array
    """a mediator's public optimism, 0..1"""
    exhausted: Mask
    """a mediator's line in the report: the talks are exhausted"""
    extend: Mask
    """a mediator would move the date of the deadline"""
    consult: Array
    """the declarer's work on coordination, 0..1"""
    declare: Mask
    lobby_target: Index
    """index of the actor lobbied, -1 for none"""
    lobby_points: Array
    """0..3, signed: above 0 toward recognition"""
    side_payment: Mask
    """offers the actor it lobbies another file beside its words"""
    recognise: Index
    """after a declaration: 1 at once, 0 in its own time, -1 refuse for good; 2 announce (before one); 3 delay by a
    named step"""
    ballots: Votes
    """(..., seat, ballot) 1 yes, 0 abstain, -1 no; see BALLOTS"""
    sign_path: Mask
    reinforce: Mask

    sound: Index
    """talk: index of the actor sounded out, -1 for none"""
    sound_on: Index
    """index in MATTERS"""
    hint: Mask
    """talk: (..., seat, actor) to whom, if sounded out, it lets be seen that it keeps its word with difficulty"""
    note: Index
    """talk: (..., seat, slot, 3) kind (see NOTE_KINDS, 0 none), to whom, public"""
    note_a: Index
    """(..., seat, slot, term) what the receiver is to do"""
    note_b: Index
    """(..., seat, slot, term) what the sender will do"""
    reply: Index
    """answer: (..., seat, sender, slot) to each note received: 1 yes, -1 no, 2 counter; 0 for none"""
    reason: Index
    """(..., seat, sender, slot) the public reason, index in `sim.rules.notes.REASONS`"""
    counter: Index
    """(..., seat, sender, slot, term) what it wants in return"""
    take_counter: Mask
    """decide: (..., seat, slot) takes the counter-offer to a note of its own"""
    draft: Index
    """talk: ballot that a draft brings to the Council, -1 for none; see DRAFTS"""
    line: Index
    """talk: ballot that the chair puts to the members, -1 for none; see LINES"""
    amend: Index
    """talk: package toward which a mediator would have another's text moved by one mark, -1 for none"""
    practical: Index
    """talk: practical matter put forward by a party, -1 for none"""
    join_practical: Mask
    """decide: joins in what the other party has put forward"""
    walk_out: Mask
    topic: Index
    """statement: index in TOPICS, -1 for none"""
    tone: Array
    """1 for what the declarer's side asks, -1 against it"""
    strength: Array
    """1..3"""
    vague: Mask
    leak: Index
    """entry of the ledger that it makes public, -1 for none"""
    deny: Mask
    """denies what came out about it last week"""
    press: Index
    """index of the actor whose broken word to it it holds up in public, -1 for none"""
    expose: Index
    """index of the actor for which it looks for another file that is being paid, -1 for none"""
    at_home: Mask
    """consults parliament and parties"""
    calm: Mask
    back: Mask
    """a backer that works on coordination with the declarer"""
    set_date: Index
    """week for which the declarer sets a date, -1 for none"""
    date_public: Mask
    safeguards: Mask
    assure: Index
    """index of the actor to which the declarer gives its safeguards by name, -1 for none"""
    contest: Mask
    """asks for more time"""
    measures: Index
    """0 none, 1 announce, 2 carry out"""
    refuse_path: Mask
    separate_note: Mask
    """a mediator hands in a note of its own instead of signing the report"""
    commit: Index
    """-2 nothing, -1 steps back, 0..3 level"""
    visit: Index
    """index of the actor visited, -1 for none"""
    put_off: Mask
    """a member of the Council has its votes of the week put off by a week"""
    soften: Mask
    """a member has the chair's text amended"""
    group: Index
    """0 nothing, -1 leaves, 1 joins the doubters, 2 the pioneers"""
    pledge: Index
    """week until which it guarantees not to recognise, -1 for no guarantee"""
    pledge_public: Mask
    reassure: Mask


@dataclass(frozen=True)
class Shocks:
    """A week's luck: uniform numbers, inverted by the rules."""

    luck: Array
    """(..., actor) for strategies that choose by chance"""
    incident: Array
    election: Array
    talks: Array
    """for a model of the talks that changes a text by chance"""


@dataclass(frozen=True)
class Account:
    """The terms behind a week's decisions; nobody recomputes a rule. Each `Terms` adds up to its index."""

    readiness: Terms
    """(..., actor) points"""
    stance: Terms
    """(..., actor) points: where the expressed stance is drawn, as things stand when the seats decide"""
    no_deal: Terms
    """(..., actor) utility points"""
    declaration: Terms
    """(...) utility points by which declaring now beats the best later week"""
    vote: Terms
    """(...) logit of the challenger's chance at the domestic vote"""
    package: Terms
    """(..., actor, package) utility points: why a party offers, takes or refuses what it does"""
    ask: Terms
    """(..., actor) utility points: what a party asks for, from its outside option up"""
    ballots: Mapping[str, Terms]
    """by ballot (see BALLOTS), (..., actor) points of leaning, before the vote's own error"""
    flash: Terms
    """(..., flashpoint) log of the hazard over the place's own"""
    incident: Terms
    """(...) log of the rate of incidents over the opening's"""
    tabled: Mask
    """(..., package) what was on the table"""


def replace(item: T, **changes: Any) -> T:
    """A copy with some fields changed: `dataclasses.replace`, ten times as fast on a class of fifty fields.

    Only for classes without a `__post_init__`; a name that is no field is an error.
    """
    fields_ = vars(item)
    if not changes.keys() <= fields_.keys():
        raise TypeError(
            f"expected fields of {type(item).__name__}, found {sorted(changes.keys() - fields_.keys())!r}"
        )
    new = object.__new__(type(item))
    vars(new).update(fields_, **changes)
    return new


def take(item: T, world: int) -> T:
    """One world out of arrays with a leading world axis: for `Traits`, `State`, `Moves`, `Shocks`."""
    return _mapped(item, lambda array: array[world])


def head(item: T, worlds: int) -> T:
    """The first so many worlds."""
    return _mapped(item, lambda array: array[:worlds])


def copies(item: T, worlds: int) -> T:
    """One world so many times, along a new leading axis; what nobody has written to stays one number."""

    def many(value: Any) -> Any:
        array = np.asarray(value)
        if untouched(array):
            return np.broadcast_to(array, (worlds, *array.shape))
        return np.repeat(array[None], worlds, axis=0)

    return _mapped(item, many)


WORLDLESS = frozenset({"hard"})
"""Fields of `Traits` that have no world axis."""


def _mapped(item: T, change: Callable[[Any], Any]) -> T:
    new: dict[str, Any] = {}
    for f in fields(cast(Any, item)):
        value: Any = getattr(item, f.name)
        if is_dataclass(value):
            new[f.name] = _mapped(value, change)
        elif isinstance(value, np.ndarray | np.generic) and f.name not in WORLDLESS:
            new[f.name] = change(value)
    return replace(item, **new)
