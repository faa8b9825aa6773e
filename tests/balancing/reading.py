"""Test 7: how much a person has to read before the first choice, and how long a first game is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """What was read and asked in scripted games."""

    words: int
    """most words of a sitting before the first choice"""
    seat: str
    """whose sitting that was"""
    sittings: int
    """most sittings of a game"""
    choices: int
    """most choices of a game"""
    games: int


def read(seats: tuple[str, ...], seed: int = 7) -> Reading | None:
    """Play a first game in every seat with an empty line at each prompt; None while there is no text mode."""
    try:
        from game.session import Session
        from game.text import screen
        from game.text.sight import sight
        from sim.goals import roles
    except ImportError:
        return None
    most, where, longest, asked = 0, "", 0, 0
    for seat in seats:
        session = Session("kosovo_2007", [seat], seed=seed)
        role, sittings, choices = roles(session.table.scenario, session.setting)[seat], 0, 0
        week, since, past = -1, 0, None
        if not session.awaiting():
            session.play_to_next()
        while not session.finished:
            seen = sight(session, seat, role, since=since, drafted=[], past=past)
            if session.week != week:
                words = screen.count(screen.opening(seen))
                most, where = max((most, where), (words, f"{seat}, week {session.week}"))
                sittings += 1
                week, since, past = session.week, session.week, seen
            choices += 1
            session.submit(seat, [])
            session.play_to_next()
        longest, asked = max(longest, sittings), max(asked, choices)
    return Reading(most, where, longest, asked, len(seats))
