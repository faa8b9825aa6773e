"""A finished game as a file: one HTML page that asks no other host for anything, or a transcript in plain text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from textwrap import fill

from game.debrief.beside import Row, rows
from game.debrief.weeks import Week, weeks
from game.debrief.words import PAGE
from game.session import Session
from game.text.phrases import day
from sim.faults import LogError
from sim.storage import own_version, write_whole

TEMPLATE = "page.html"
PARTS = ("came_out", "score", "others_wanted", "turning")
"""The parts of a debrief that are told in sentences, in the order of the page."""
MARK = "Made by Final Status"
"""What an earlier file of ours holds, so that it may be written over."""
WIDTH = 80


@dataclass(frozen=True)
class Exported:
    """All that a page or a transcript tells."""

    title: str
    kind: str
    outcome: str
    game: tuple[str, ...]
    """which game it was, in sentences"""
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    """heading and paragraphs; those that go with the one before begin with blanks"""
    rows: tuple[Row, ...]
    weeks: tuple[Week, ...]
    foot: str


def exported(session: Session, seat: str, told: Sequence[tuple[str, str]]) -> Exported:
    """What there is to tell of a finished game. LogError: it is not over.

    told   its debrief, see `game.text.debrief.parts`
    """
    if not session.finished:
        raise LogError(PAGE["unfinished"].format(day=day(session.table.monday)))
    scenario = session.table.scenario
    said = {name: tuple(text for part, text in told if part == name) for name in ("head", *PARTS)}
    return Exported(
        title=PAGE["title"].format(seat=scenario.actors[seat].name),
        kind=PAGE["kind"].format(scenario=scenario.title),
        outcome=" ".join(text.partition(": ")[2] for text in said["head"]),
        game=tuple(which(session, seat)),
        parts=tuple((PAGE[name], below(PAGE[name], said[name])) for name in PARTS),
        rows=tuple(rows(session)),
        weeks=tuple(weeks(session, seat)),
        foot=PAGE["foot"].format(version=own_version()),
    )


def below(heading: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Paragraphs below a heading, which says already what some of them begin with.

    >>> below("Turning points", ["Turning points: none.", "Turning points:", "more"])
    ('None.', 'More')
    """
    out = [text.removeprefix(f"{heading}:").lstrip() if text.startswith(heading) else text for text in texts]
    return tuple(text[:1].upper() + text[1:] for text in out if text)


def which(session: Session, seat: str) -> list[str]:
    """Which game it was: seat, level, seed, rules, the others."""
    header, names = session.log.header, session.table.scenario.actors
    out = [
        PAGE["game"].format(seat=names[seat].name, level=session.level, seed=header.seed, world=header.world)
    ]
    if people := [names[who].name for who in session.humans if who != seat]:
        out.append(PAGE["people"].format(people=", ".join(people)))
    if others := [f"{names[who].name} {name}" for who, name in header.strategies.items() if who != seat]:
        out.append(PAGE["others"].format(others=", ".join(others)))
    if header.rules:
        out.append(PAGE["rules"].format(rules=", ".join(f"{k}={v}" for k, v in header.rules.items())))
    if session.log.path is not None:
        out.append(PAGE["again"].format(file=session.log.path.name))
    return out


def page(made: Exported) -> str:
    """The page. Everything that comes from the game is escaped."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    text = files("game.debrief").joinpath(TEMPLATE).read_text(encoding="utf-8")
    return environment.from_string(text).render(made=made, words=PAGE) + "\n"


def transcript(made: Exported) -> str:
    """The game week by week, then the debrief, in lines of at most 80 characters."""
    out = [made.title, "=" * len(made.title), made.kind, *made.game, ""]

    def head(text: str) -> None:
        out.extend(["", text, "-" * len(text)])

    head(PAGE["weeks"])
    for week in made.weeks:
        out += ["", PAGE["week of"].format(day=week.day)]
        out += [f"  {PAGE['papers']}: {text}" for text in week.headlines]
        out += [f"  {PAGE['notes']}: {text}" for text in week.notes]
        out += [f"  {PAGE['you']} ({beat}): {'; '.join(acts)}" for beat, acts in week.acts]
    out += ["", made.outcome]
    for title, texts in made.parts:
        head(title)
        out += texts
    if made.rows:
        head(PAGE["beside"])
        columns = ((PAGE["here"], "here"), (PAGE["then"], "then"))
        for row in made.rows:
            found = [f"{name}: {text}" for name, side in columns if (text := getattr(row, side))]
            out.append(f"{row.what} - {'; '.join(found)}.")
    return "\n".join(map(wrapped, [*out, "", made.foot])) + "\n"


def wrapped(text: str) -> str:
    """A line of a transcript, broken where it must be.

    >>> wrapped("  a " + "b" * 78).splitlines()[0]
    '  a'
    """
    before = " " * (len(text) - len(text.lstrip()))
    return fill(
        text.strip(), WIDTH, initial_indent=before, subsequent_indent=before + "  ", break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


FORMS: dict[str, Callable[[Exported], str]] = {".html": page, ".txt": transcript}
"""What is written, by the end of the file's name."""


def check(path: Path) -> None:
    """LogError: a debrief cannot be written there: another suffix, or another file is there already."""
    if path.suffix.casefold() not in FORMS:
        raise LogError(PAGE["suffix"].format(file=repr(str(path))))
    try:
        if path.exists() and MARK not in path.read_text(encoding="utf-8", errors="replace"):
            raise LogError(PAGE["there"].format(file=path))
    except OSError as e:
        raise LogError(f"{path}: cannot be written: {e.strerror}") from None


def export(session: Session, seat: str, told: Sequence[tuple[str, str]], path: Path) -> None:
    """Write a finished game to a file, whole or not at all. LogError: why it cannot be."""
    check(path)
    text = FORMS[path.suffix.casefold()](exported(session, seat, told))

    def written(file: Path) -> None:
        file.write_bytes(text.encode())

    try:
        write_whole(path, written)
    except OSError as e:
        raise LogError(f"{path}: cannot be written: {e.strerror}") from None


__all__ = ["Exported", "check", "export", "exported", "page", "transcript"]
