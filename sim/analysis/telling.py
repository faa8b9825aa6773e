"""What happens in a week of one world, in plain sentences.

Each function looks at one subject and yields what there is to tell; `tell` puts them in order. Names come
from the scenario; arrays are those of one world, `(actor,)`.
"""

from collections.abc import Callable, Iterator

import numpy as np

from sim.analysis import public_acts
from sim.analysis.week import Week, listed
from sim.arrays import ENDORSE, EXHAUSTED, MISSION, MORE_TALKS, NEVER
from sim.rules.council import BLOCKED, ENDORSED, closed, hold_meeting, meets
from sim.rules.council import TALKS as MORE
from sim.rules.members import decided, mission_vote_due


def tell(week: Week) -> list[str]:
    """Everything that happens in a week, in the order in which it does."""
    return [sentence for subject in SUBJECTS for sentence in subject(week)]


def sessions(w: Week) -> Iterator[str]:
    """A session: offers, the text on the table, answers."""
    if not w.talked.session:
        return
    yield f"Session {int(w.talked.sessions) + 1} of the talks."
    for i in w.setting.parties:
        if w.talked.offer[i] >= 0:
            yield f"{w.setting.names[i]} offers {w.package(int(w.talked.offer[i]))}."
    yield from texts(w)
    if w.ended.agreed_week == w.number or (w.ended.vote_week == w.number and w.talked.settled):
        voters = "" if w.setting.rules.ratification == "none" else "; it goes to the voters"
        yield f"The parties agree on {w.package(int(w.ended.agreed))}{voters}."


def floated_text(w: Week) -> int:
    """The package that somebody would table as a text this week, -1 for none.

    A model of the talks drafts the text itself: what a mediator would table then has no effect, and a draft
    that was blocked is not known. Where nobody mediates and no model drafts, no text is tabled.
    """
    rules = w.setting.rules
    if rules.bargaining != "concession" or rules.mediation == "none":
        return int(w.talked.text)
    return int(np.where(w.setting.mediator[w.number], w.said.text, -1).max())


def texts(w: Week) -> Iterator[str]:
    """A text that the mediators table, or that one of them keeps off the table."""
    mediator, floated = w.setting.mediator[w.number], floated_text(w)
    if floated < 0:
        return
    name, chair = w.package(floated), w.who(mediator & (w.said.text >= 0))
    if w.talked.text < 0:
        blocks = w.who(mediator & w.said.blocks[:, floated])
        yield f"{chair} floats a text, {name}; {blocks} would not have it, so it is not tabled."
        return
    by = "The procedure tables" if w.setting.rules.mediation == "none" else "The mediators table"
    yield f"{by} a text: {name}."
    refuses = w.setting.party & ~w.did.accepts[:, floated]
    if refuses.any():
        yield f"{w.who(refuses)} would not sign it."


def referendum(w: Week) -> Iterator[str]:
    """The vote in every party on what was signed, or on the mediators' text."""
    if w.ended.vote_week != w.number:
        return
    package = int(w.ended.voted)
    said = [
        f"{w.setting.names[i]} {100 * float(w.ended.yes[i]):.0f} % yes"
        f" ({'advised to' if w.ended.would_sign[i, package] else 'advised against'})"
        for i in w.setting.parties
    ]
    result = "it is in force" if w.ended.settled else "it lapses, and the talks are over"
    yield f"Referendum on {w.package(package)}: {listed(said)}; {result}."


def deadline(w: Week) -> Iterator[str]:
    """The date passes, or the talks end for another reason."""
    open_before, open_now = bool(w.began.talks_open), bool(w.talked.talks_open)
    if w.number == w.talked.deadline and not (w.ended.settled or w.began.declared):
        yield "The deadline comes without an agreement."
    elif open_before and not open_now and not w.began.declared and w.number != w.talked.deadline + 1:
        yield "The talks end."


def report(w: Week) -> Iterator[str]:
    """The mediators' report."""
    if w.number != w.setting.report_week:
        return
    mediator = w.setting.mediator[w.number]
    signs = w.did.exhausted & ~w.did.separate_note
    yes, no = mediator & signs, mediator & ~signs
    if not no.any():
        yield "The mediators report, all of one mind: the talks are exhausted."
    elif not yes.any():
        yield "The mediators report: the talks are not exhausted."
    else:
        yield f"The mediators report, divided: exhausted, say {w.who(yes)}; not so, says {w.who(no)}."


def summit(w: Week) -> Iterator[str]:
    """The members' summit."""
    if not (w.traits.summit_week == w.number).any():
        return
    carried = bool(w.ended.exhausted) and bool(decided(w.setting, w.did.ballots[..., EXHAUSTED]))
    result = "the talks are called exhausted" if carried else "no common word that the talks are exhausted"
    yield f"Summit of the members: {result} ({w.ballot(EXHAUSTED, w.setting.member)})."
    if w.ended.path > w.talked.path:
        yield f"A way to membership is held out to {w.who(w.setting.candidate)}."


def mission(w: Week) -> Iterator[str]:
    """The vote on the mission, and who takes what was held out."""
    if mission_vote_due(w.setting, w.traits, w.talked) and w.setting.member.any():
        carried = w.ended.mission_week == w.number
        result = "adopted" if carried else "not adopted"
        yield f"The members vote on the mission: {result} ({w.ballot(MISSION, w.setting.member)})."
    if w.ended.path_signed and not w.talked.path_signed:
        yield f"{w.who(w.setting.candidate)} signs what was held out to it."


def council(w: Week) -> Iterator[str]:
    """The Security Council meets on the texts of its calendar, unless it has taken note of a draft instead."""
    if not meets(w.setting, w.traits, w.talked) or w.talked.settled or w.talked.cover:
        return
    noted = closed(w.setting, w.talked, w.did)
    if noted:
        return
    sits, drafted = w.setting.council[w.number], w.talked.drafted >= 0
    met = hold_meeting(w.setting, w.traits, w.talked, w.did, noted) if drafted else w.ended
    result = int(met.council)
    which = MORE_TALKS if result == MORE else ENDORSE
    said = {
        BLOCKED: "blocked by a veto",
        MORE: "it asks for more talks",
        ENDORSED: "it endorses independence",
    }
    yield f"The Security Council meets: {said.get(result, 'no draft finds enough votes')}."
    yield f"The vote on {'more talks' if which == MORE_TALKS else 'endorsing'}: {w.ballot(which, sits)}."


def visits(w: Week) -> Iterator[str]:
    """Somebody goes to see somebody."""
    guest, host = int(w.setting.visitor[w.number]), int(w.setting.visited[w.number])
    if guest >= 0:
        yield f"{w.setting.names[guest]} visits {w.setting.names[host]}."


def guarantees(w: Week) -> Iterator[str]:
    """The first time that members are bound not to recognise."""
    if w.ended.bound.any() and not w.began.bound.any():
        yield f"A guarantee not to recognise binds {int(w.ended.bound.sum())} members."


def commitments(w: Week) -> Iterator[str]:
    """Backers agree to the date in advance."""
    new = w.ended.committed & ~w.talked.committed
    if new.any():
        yield f"{w.who(new)} {'agrees' if new.sum() == 1 else 'agree'} to the date in advance."


def declaration(w: Week) -> Iterator[str]:
    """The declaration."""
    if w.ended.declared_week == w.number:
        share, pace = 100 * float(w.ended.backers), float(w.ended.coordination)
        yield (
            f"{w.who(w.setting.declarer)} declares independence: {share:.0f} % of its backers' weight agreed in "
            f"advance, coordination at {pace:.0f} of 100."
        )


def recognitions(w: Week) -> Iterator[str]:
    """Who recognises this week."""
    new = w.ended.recognised_week == w.number
    if not new.any():
        return
    members = int(((w.ended.recognised_week <= w.number) & w.setting.member).sum())
    count = f" ({members} of {int(w.setting.member.sum())} members)" if w.setting.member.any() else ""
    yield f"Recognised by {w.who(new)}{count}."


def order(w: Week) -> Iterator[str]:
    """Incidents, troops, and places that follow."""
    if w.ended.incidents > w.talked.incidents:
        sent = w.setting.contributor.any() and w.ended.troops > w.talked.troops
        more = " Troops are reinforced." if sent else ""
        yield f"An incident; tension at {float(w.ended.tension):.0f} of 100.{more}"
    for i, place in enumerate(w.scenario.flashpoints.values()):
        if w.ended.flash_week[i] == w.number:
            yield f"Trouble spreads to {place.name}."


def election(w: Week) -> Iterator[str]:
    """The vote at home that decides."""
    if w.traits.election_week == w.number and w.traits.election_week < NEVER:
        result = "the challenger wins" if w.ended.challenger_won > 0 else "the government keeps its place"
        yield f"The vote in {w.who(w.setting.title_holder)}: {result}."


SUBJECTS: tuple[Callable[[Week], Iterator[str]], ...] = (
    visits,
    public_acts.journeys,
    public_acts.statements,
    public_acts.on_what_came_out,
    public_acts.pledges,
    public_acts.patrons,
    sessions,
    public_acts.walking_out,
    public_acts.practical,
    public_acts.more_time,
    deadline,
    referendum,
    report,
    public_acts.notes_apart,
    summit,
    mission,
    public_acts.lines_put,
    public_acts.groups,
    public_acts.path,
    council,
    public_acts.drafts,
    guarantees,
    commitments,
    public_acts.dates,
    public_acts.bonds,
    declaration,
    public_acts.measures,
    public_acts.word_on_recognition,
    recognitions,
    public_acts.calm,
    public_acts.troops,
    order,
    election,
    public_acts.at_home,
    public_acts.words_kept,
    public_acts.leaks,
)
"""The order in which a week is told."""

__all__ = ["Week", "floated_text", "listed", "tell"]
