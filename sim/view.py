"""What a seat may know: public facts, its own hidden values, and the papers on its desk."""

from dataclasses import dataclass

from sim.arrays import Array, Index, Mask
from sim.ledger import Ledger


@dataclass(frozen=True)
class Habits:
    """How a seat that is simulated answers notes, and keeps its word. (...) each"""

    doctrine: Array
    """utility points that a note must be worth to a seat that follows doctrine; so for the next two"""
    hardliner: Array
    conciliatory: Array
    haggle: Array
    """utility points below that within which it makes a counter-offer"""
    displeasure: Array
    """utility points that a party loses with its patron by going against its own side"""
    tempted: Array
    """times the price that breaking a word must gain"""
    hinted: Array
    """share of that from which on it lets be seen that it keeps its word with difficulty"""


@dataclass(frozen=True)
class Desk:
    """A seat's own papers, and what is public about the moves of others. `(..., seat)` for what is its own."""

    capital: Array
    """(..., seat) points left this week"""
    paid_moves: Array
    """(..., seat)"""
    price: Array
    """(move,) what each move costs, points"""
    most_paid: float
    """moves that a seat may pay for in a week"""
    why_not: Index
    """(..., seat, move) why a move is not open, by code of `sim.rules.legality.REASONS`; 0 is open"""
    credibility: Array
    """(..., actor) of everybody, in the eyes of all"""
    credit: Array
    """(..., seat, actor) of everybody in the seat's own eyes: less of who has cheated it"""
    belief_low: Array
    """(..., seat, actor, matter) see MATTERS"""
    belief_high: Array
    inbox: Index
    """(..., seat, sender, slot, 3) notes to the seat: kind (0 none), to whom, public"""
    inbox_a: Index
    """(..., seat, sender, slot, term) what the seat is asked to do"""
    inbox_b: Index
    """(..., seat, sender, slot, term) what the sender would do"""
    sent: Index
    """(..., seat, slot, 3) its own notes of the week"""
    sent_a: Index
    sent_b: Index
    reply: Index
    """(..., seat, slot) answers to its own notes"""
    reason: Index
    counter: Index
    """(..., seat, slot, term)"""
    ledger: Ledger
    """(..., seat, entry) the promises that it knows of: its own, those made to it, public ones; -1 for the rest"""
    vulnerability: Array
    """(..., seat) what is left of it, 0..100"""
    law: Array
    """(..., seat)"""
    commitment: Index
    """(..., seat, actor) how far patrons stand behind their clients, as far as the seat knows: -2 not known"""
    group: Index
    """(..., actor) 0 none, 1 doubters, 2 pioneers"""
    date_set: Index
    """(..., seat) week of the declaration, if the seat knows it; NEVER if not"""
    measures_stage: Index
    """(...)"""
    announced: Mask
    """(..., actor)"""
    refused: Mask
    """(..., actor)"""
    practical_offer: Index
    """(..., actor)"""
    topic: Index
    """(..., actor) what each spoke about last"""
    drafted: Index
    """(...)"""
    lined: Index
    """(...)"""
    habits: Habits


@dataclass(frozen=True)
class View:
    """What a seat may know: public facts, and its own hidden values. `(..., seat)` for what is its own."""

    beat: str
    """talk or decide"""
    week: int
    seat: Index
    """(seat,) index of each seat among the actors"""
    actors: tuple[str, ...]
    party: Mask
    declarer: Mask
    title_holder: Mask
    mediator: Mask
    chair: Mask
    council: Mask
    member: Mask
    patron: Mask
    contributor: Mask
    candidate: Mask
    lobbies: Mask
    """(seat,) whether it lobbies under the rules in force"""
    side: Array
    sides: Array
    """(actor,) +1 the declarer and its patrons, -1 the title holder and its patrons, 0 the rest"""
    recogniser: Mask
    """(actor,)"""
    parties: Index
    """(party,) indices among the actors"""
    pact: int
    draft: int
    """package that the mediators have a text for: their own one, else the pact; -1 for none"""
    package_value: Array
    """(package,) on the key issue; NaN for the pact"""

    session: Mask
    """(...) a session is held this week"""
    talks_open: Mask
    settled: Mask
    declared: Mask
    legitimacy: Array
    coordination: Array
    tension: Array
    text: Index
    """(...) package that the mediators have tabled, -1 for none"""
    offer: Index
    """(..., actor) package that each party has offered, -1 for none"""
    offers: Index
    """(..., party, 3) packages that each party has offered at the last three sessions, newest first; -1 for none"""
    stance: Array
    """(..., actor) expressed readiness"""
    position: Array
    """(..., actor) stated position on the key issue"""
    recognised: Mask
    """(..., actor)"""
    standing: Array
    """(actor,)"""
    path_offered: Mask
    group: Index
    """(..., actor) 0 none, 1 doubters, 2 pioneers"""
    practical_offer: Index
    """(..., actor) practical matter that each party has put forward this week, -1 for none"""
    challenger_won: Index
    may_declare: Mask
    """(...) whether the rules allow a declaration now"""
    due: Mask
    """(..., ballot) which votes are held this week"""
    talks_failed: Mask
    """whether the date that the declarer set itself has come; False for the other seats"""

    luck: Array
    utility: Array
    """(..., seat, package) utility points, red lines counted"""
    no_deal: Array
    demand: Array
    """utility that it asked for at the last session, utility points"""
    firmness: Array
    hope: Array
    talks: Array
    mission: Array
    guarantee: Array
    readiness: Array
    home: Array
    vote_error: Array
    """(..., seat, ballot)"""
    declare_index: Array
    """the declarer's gain from declaring now over the best later week; 0 for the other seats"""
    expected_end: Array
    """week in which it expects the talks to end"""
    pace: Array
    first_concession: Array
    """(...) share conceded at once"""
    float_pact: Array
    """(...) how likely a chair is to float a text that leaves the key issue open"""
    text_haggle: Array
    """(...) share of the way from no agreement to its demand that a party asks of a mediators' text"""
    block_tolerance: Array
    """(...) utility points that a mediator swallows before it blocks a text"""
    mediator_hope: Array
    """(...) how hopeful mediators sound"""
    alarm: Array
    """(...) tension above which contributors reinforce of their own accord"""
    joins_doubters: Array
    """(...) readiness below which a member joins the doubters, where there are any"""
    joins_pioneers: Array
    """(...) readiness above which it joins the pioneers"""
    practical_joins: Array
    """(...) how likely a party is to join in a practical deal, at a tension of 25"""
    leaning_band: Array
    """(...) a leaning within so many points of the middle is an abstention"""
    vote_stray: Array
    """(...) how many points a vote may stray from the leaning"""
    leaning: Array
    """(..., seat, ballot) points for a yes, before the vote's own error; 0 where no vote is due"""
    information: str
    """private or public: whether `others_gain` is known"""
    others_gain: Array
    """(..., seat, package) what a package brings the worst off of the parties, the seat itself apart, over no
    agreement, utility points; NaN where information is private"""
    side_payments: bool
    """whether other files may be offered"""
    unity: Array
    """(...) 0 split .. 100 of one mind, from what members say"""
    patronage: Array
    """(seat,)"""
    capital: float
    """factor on what lobbyists can spend"""
    troops_by_move: bool
    """whether troops are sent by a move alone, and not by themselves when violence breaks out"""
    desk: Desk | None = None
    """notes, promises, beliefs, what is open to the seat; only where somebody reads it"""
