"""What is wrong with a move beside its being open: a date that is past, a vote that is not held.

In an ensemble such a move comes to nothing by the rules themselves; at a table it is refused with its reason.
"""

from collections.abc import Iterator

import numpy as np

from sim.arrays import BALLOTS, LINE_TIMING, LINES, MORE_TALKS, PRACTICAL, PROMISE, WARN
from sim.rules.council import put_off
from sim.rules.deeds import AT_COUNCIL, votes_held
from sim.rules.members import put_line
from sim.rules.notes import YES, void
from sim.rules.promises import betrayals
from sim.rules.recognition import ANNOUNCE, AT_ONCE, DELAY, REFUSE
from sim.rules.word import contradicts
from sim.setting import Setting
from sim.state import Moves, State, Traits


def on_talk(setting: Setting, traits: Traits, state: State, seat: int, moves: Moves) -> Iterator[str]:
    """What cannot be put forward now. moves: all seats', with those of `seat` alone in them"""
    for slot in np.flatnonzero(void(setting, state, moves)[seat]).tolist():
        yield (
            f"note {slot + 1}: it would come to nothing: the date is past, or you have promised this or the "
            "contrary already"
        )
    line, draft = int(moves.line[seat]), int(moves.draft[seat])
    if line in LINES and int(put_line(setting, traits, state, moves).lined) < 0:
        late = line == LINE_TIMING and bool(state.declared)
        why = "independence has been declared already" if late else "the members have decided it already"
        yield f"caucus_text: {why}"
    if line in LINES and not setting.chair[state.week][seat]:
        yield "caucus_text: only the chair puts a text to the members"
    if int(moves.amend[seat]) >= 0 and np.isnan(setting.package_value[:, setting.key]).all():
        yield "amend: no package has a mark on the key issue"
    if draft == MORE_TALKS and state.declared:
        yield "draft: more talks are no longer asked for once independence is declared"
    matter = int(moves.practical[seat])
    if matter >= 0 and state.practical_done[matter]:
        yield f"practical: the parties have settled {PRACTICAL[matter]} already"
    if moves.blocks[seat].any() and not (state.session and setting.mediator[state.week][seat]):
        yield "block: only a mediator blocks texts, and only at a session"


def on_answer(setting: Setting, traits: Traits, state: State, seat: int, moves: Moves) -> Iterator[str]:
    """What cannot be answered. moves: as for `on_talk`"""
    for sender, slot in np.argwhere(moves.reply[seat] != 0).tolist():
        kind, to = int(state.note[sender, slot, 0]), int(state.note[sender, slot, 1])
        if kind == 0 or to != seat:
            yield f"reply: {setting.names[sender]} has sent you no note {slot + 1} this week"
        elif kind in (PROMISE, WARN):
            yield f"reply: note {slot + 1} of {setting.names[sender]} asks for no answer"
        elif moves.reply[seat][sender][slot] == YES and barred(state, seat, sender, slot):
            yield (
                f"reply: a yes to note {slot + 1} of {setting.names[sender]} would come to nothing: you have promised "
                "this to it or the contrary to somebody already"
            )


def barred(state: State, seat: int, sender: int, slot: int) -> bool:
    """Would the promise that a yes to a note makes repeat or contradict one of the seat's own?"""
    return bool(contradicts(state.ledger, seat, sender, state.note_a[sender, slot]))


def on_decide(setting: Setting, traits: Traits, state: State, seat: int, moves: Moves) -> Iterator[str]:
    """What cannot be decided now. moves: as for `on_talk`"""
    yield from about_recognition(state, seat, moves)
    if int(moves.pledge[seat]) >= 0 and int(moves.pledge[seat]) < state.week:
        yield "guarantee: expected a day that is still to come"
    if (moves.accepts[seat].any() or moves.walk_out[seat]) and not (state.session and setting.party[seat]):
        yield "answer: only a party answers, and only at a session"
    others = np.delete(state.practical_offer, seat)
    if moves.join_practical[seat] and not (others >= 0).any():
        yield "practical: the other party has put nothing forward"
    yield from about_texts(setting, traits, state, seat, moves)
    if moves.refuse_path[seat] and state.path_refused:
        yield "path: you have refused it already"
    held = votes_held(setting, traits, state)
    for ballot in np.flatnonzero(moves.ballots[seat]).tolist():
        if not held[ballot]:
            yield f"vote: there is no vote on {BALLOTS[ballot]} this week"
        elif not may_vote(setting, state, seat, ballot):
            yield f"vote: you have no vote on {BALLOTS[ballot]}"
    if int(moves.measures[seat]) > 1 and state.measures_stage < 1:
        yield "measures: announce them first, in an earlier week"
    level = int(moves.commit[seat])
    if level >= 0 and level == int(state.commitment[seat]):
        yield f"commit: you stand behind your client at level {level} already"
    yield from about_what_came_out(setting, state, seat, moves)


def about_what_came_out(setting: Setting, state: State, seat: int, moves: Moves) -> Iterator[str]:
    """Only what came out last week is denied, only a word broken to the seat is held up, once, and another file is
    looked for only where there may be any.
    """
    if moves.deny[seat] and state.exposed[seat] <= 0.0:
        yield "deny: nothing came out last week that has cost your word"
    whom = int(moves.press[seat])
    cheats = betrayals(state.ledger) & (state.ledger.receiver == seat) & (state.ledger.maker == whom)
    if whom >= 0 and not cheats.any():
        yield f"press: {setting.names[whom]} has broken no word to you that you have not held up already"
    if int(moves.expose[seat]) >= 0 and not (setting.rules.side_payments and setting.rules.lobbying):
        yield "expose: under the rules in force nobody offers other files"


def about_texts(setting: Setting, traits: Traits, state: State, seat: int, moves: Moves) -> Iterator[str]:
    """Texts that are put off, amended, or given by name, where there are none."""
    if moves.put_off[seat]:
        later = put_off(setting, traits, state, moves)
        if int(later.waiting) < 0 and int(later.moved_meeting) != state.week + 1:
            yield "put_off: there is no vote in the Council this week that has not been put off already"
    if moves.soften[seat] and int(state.lined) < 0:
        yield "soften: the chair has put no text to the members this week"
    to = int(moves.assure[seat])
    if to >= 0 and state.assured[to]:
        yield f"assure: {setting.names[to]} has them already"
    elif to >= 0 and state.recognised[to]:
        yield f"assure: {setting.names[to]} has recognised already"


def may_vote(setting: Setting, state: State, seat: int, ballot: int) -> bool:
    """Does the seat sit where the ballot is held?"""
    who = setting.council[state.week] if AT_COUNCIL[ballot] else setting.member
    return bool(who[seat])


def about_recognition(state: State, seat: int, moves: Moves) -> Iterator[str]:
    """Announcing comes before a declaration, everything else after it."""
    how, declared = int(moves.recognise[seat]), bool(state.declared)
    if how in (AT_ONCE, DELAY, REFUSE) and not declared:
        yield "recognise: nothing has been declared yet; you can announce it"
    if how == ANNOUNCE and declared:
        yield "recognise: independence has been declared; recognise now, delay or refuse"
    if how == ANNOUNCE and state.announced[seat]:
        yield "recognise: you have announced it already"


def mistakes(setting: Setting, traits: Traits, state: State, seat: int, moves: Moves, beat: str) -> list[str]:
    """What is wrong with the particulars of a seat's moves in one world, a line for each; empty if nothing is."""
    found = {"talk": on_talk, "answer": on_answer, "decide": on_decide}[beat]
    return list(found(setting, traits, state, seat, moves))
