"""MODEL.md and GAME.md say what the code does: no strength, rule, measure, system or source is missing, none is old."""

import ast
import re
import tomllib
from calendar import month_abbr, month_name
from importlib.resources import files
from pathlib import Path

import pytest

from sim.analysis.systems import systems
from sim.overrides import rule_keys
from sim.worlds import run

ROOT = Path(__file__).parents[1]


def shipped(name: str) -> str:
    """The text of a shipped file."""
    return files("scenarios").joinpath(name).read_text(encoding="utf-8")


MODEL, GAME = shipped("MODEL.md"), shipped("GAME.md")
PAGES = {"MODEL.md": MODEL, "GAME.md": GAME}
LITERATURE = MODEL.partition("# VIII Literature")[2]
MECHANISMS = tomllib.loads(shipped("mechanisms.toml"))["mechanisms"]
EFFECTS = tomllib.loads(shipped("moves.toml"))["mechanisms"]
PURSE = tomllib.loads(shipped("moves.toml"))["purse"]
LISTED = {"MODEL.md": MECHANISMS, "GAME.md": {**EFFECTS, **PURSE}}
"""The strengths that each page lists, and no others."""

MONTHS = {*month_name[1:], *month_abbr[1:]}
NAME = r"[A-ZÄÖÜ][\w-]*[a-zäöü](?: Commission)?"
INITIALS = r"(?:, (?:[A-Z]\.[ -]?)+)?"
AUTHORS = rf"{NAME}{INITIALS}(?:(?:, & |, | & ){NAME}{INITIALS})*"
CITATION = re.compile(rf"({AUTHORS})(?: et al\.)?(?:'s)?,? \(?((?:18|19|20)\d\d(?:, (?:18|19|20)\d\d)*)")


def unwrapped(text: str) -> str:
    return " ".join(text.split())


def cited(text: str) -> set[tuple[tuple[str, ...], str]]:
    """Surnames and year of every citation in a text; two years of one author are two."""
    found: set[tuple[tuple[str, ...], str]] = set()
    for authors, years in CITATION.findall(unwrapped(text)):
        names = tuple(re.findall(NAME, authors))
        if names and names[-1] not in MONTHS:
            found |= {(names, year) for year in years.split(", ")}
    return found


def docstrings() -> str:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    trees = (ast.parse(p.read_text(encoding="utf-8")) for p in sorted((ROOT / "sim").rglob("*.py")))
    docs = (ast.get_docstring(node) for tree in trees for node in ast.walk(tree) if isinstance(node, kinds))
    return "\n".join(doc for doc in docs if doc)


def sources() -> set[tuple[tuple[str, ...], str]]:
    out = cited(docstrings()) | cited(shipped("RUBRIC.md"))
    for mechanism in (*MECHANISMS.values(), *EFFECTS.values()):
        out |= cited(mechanism["source"])
    return out


def entries() -> list[tuple[str, str]]:
    """Head and year of every entry of the list of literature."""
    heads = re.findall(r"^- \*\*(.+?) \((\d{4})\)\.\*\*", LITERATURE, re.MULTILINE | re.DOTALL)
    return [(unwrapped(head), year) for head, year in heads]


def in_list(names: tuple[str, ...], year: str) -> bool:
    """Whether an entry of that year begins with the first name and has the others, or says et al."""
    return any(
        year == when and all(name in head or (name != names[0] and "et al." in head) for name in names)
        for head, when in entries()
    )


def test_a_citation_is_found_however_it_is_written() -> None:
    text = """Fearon 1994, 1997; Beck, Katz & Tucker (1998) and Bonett & Price's (2012), Faratin et al. 1998,
    Kalai,\nE. (1977), Steele, G. L., Lea, D., & Flood, C. H. (2014), on 10 December 2007."""
    assert cited(text) == {
        (("Fearon",), "1994"),
        (("Fearon",), "1997"),
        (("Beck", "Katz", "Tucker"), "1998"),
        (("Bonett", "Price"), "2012"),
        (("Faratin",), "1998"),
        (("Kalai",), "1977"),
        (("Steele", "Lea", "Flood"), "2014"),
    }


def test_every_author_that_the_code_cites_stands_in_the_list_of_literature() -> None:
    assert len(sources()) > 40
    assert [source for source in sorted(sources()) if not in_list(*source)] == []


def test_every_work_that_the_pages_cite_stands_in_the_list() -> None:
    body = cited(MODEL.partition("# VIII Literature")[0]) | cited(GAME)
    assert len(body) > 40
    assert [source for source in sorted(body) if not in_list(*source)] == []


def test_the_list_of_literature_is_in_the_order_of_the_alphabet_and_names_no_work_twice() -> None:
    assert entries() == sorted(set(entries()), key=lambda e: (e[0].replace("ü", "u").casefold(), e[1]))


def strength(page: str, name: str) -> str:
    """What a page says of a strength, in one line; empty if it is not there."""
    own = re.search(rf"^{name} +(-?[\d.]+ .*\n(?: .*\n)*)", PAGES[page], re.MULTILINE)
    return unwrapped(own.group(1)) if own else ""


@pytest.mark.parametrize(("page", "name"), [(page, name) for page, of in LISTED.items() for name in of])
def test_a_strength_has_its_range_its_source_and_the_reason_for_it(page: str, name: str) -> None:
    m = LISTED[page][name]
    source = f"{m['source']}: " if "source" in m else ""  # an amount of the purse has none
    expected = f"{m['low']:g} {m['mode']:g} {m['high']:g} {m['unit']} {source}{m['why']}"
    assert strength(page, name) == unwrapped(expected)


@pytest.mark.parametrize("page", PAGES)
def test_no_strength_is_on_a_page_that_the_model_has_not(page: str) -> None:
    listed = re.findall(r"^([a-z_]+) +-?[\d.]+ +-?[\d.]+ +-?[\d.]+  ", PAGES[page], re.MULTILINE)
    assert sorted(listed) == sorted(LISTED[page])


def test_every_rule_that_can_be_set_is_a_row_of_the_table_with_its_default() -> None:
    for rule in rule_keys():
        row = re.search(rf"^\| `{re.escape(rule.key)}` +\| (.+?) *\|", MODEL, re.MULTILINE)
        assert row, rule.key
        if isinstance(rule.default, bool):
            assert row.group(1).startswith(str(rule.default).lower()), rule.key
        elif isinstance(rule.default, int | float):
            assert row.group(1).startswith(f"{rule.default:g}"), rule.key
        elif isinstance(rule.default, str):
            assert row.group(1).startswith(rule.default), rule.key


def test_every_value_of_a_rule_is_named() -> None:
    section = MODEL.partition("## Rules\n")[2].partition("# V Measures")[0]
    for rule in rule_keys():
        for value in rule.allowed.split(" | ") if " | " in rule.allowed else ():
            assert re.search(rf"\b{value}\b", section), (rule.key, value)


@pytest.mark.parametrize("ratification", ["none", "signed_text"])
def test_every_measure_of_a_run_is_named(ratification: str) -> None:
    section = MODEL.partition("# V Measures")[2].partition("# VI ")[0]
    columns = run("kosovo_2007", 4, rules={"ratification.kind": ratification}, workers=1).columns
    names = {re.sub(r"_(rs|xk)$", "_ID", name) for name in columns}
    assert [name for name in sorted(names) if f"`{name}`" not in section] == []


def test_every_system_of_the_reports_has_its_submodel() -> None:
    for id_ in systems():
        where = re.search(rf"\| {id_} \|[^|]+\| ([\d, ]+?) *\|", MODEL)
        assert where, id_
        for number in where.group(1).split(","):
            assert f"### III.iv.{number.strip()} " in MODEL, (id_, number)


def names_of(path: Path) -> set[str]:
    """Functions, classes and values that a module defines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    out = {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        out |= {t.id for t in targets if isinstance(t, ast.Name)}
    return out


def pointers(page: str) -> list[tuple[str, str]]:
    """Every `file: names` of a page."""
    return re.findall(r"`((?:sim|game)/[\w/]+\.py): ([\w, ]+)`", unwrapped(PAGES[page]))


@pytest.mark.parametrize("page", PAGES)
def test_every_function_that_it_points_to_exists(page: str) -> None:
    assert len(pointers(page)) > 40
    for file, functions in pointers(page):
        assert (ROOT / file).exists(), file
        assert set(functions.split(", ")) <= names_of(ROOT / file), (file, functions)


@pytest.mark.parametrize("page", PAGES)
def test_every_other_file_that_it_names_exists(page: str) -> None:
    for name in set(re.findall(r"`([\w/]+\.(?:toml|md|csv|py))`", PAGES[page])):
        assert (ROOT / name).exists() or (ROOT / "scenarios" / name).exists(), name


def test_every_function_of_the_rules_and_models_is_pointed_to_from_somewhere() -> None:
    """A rule that the pages forget is a rule that a reader cannot know of."""
    pointed = {
        (file, name) for page in PAGES for file, functions in pointers(page) for name in functions.split(", ")
    }
    for path in sorted((ROOT / "sim/rules").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        public = [n.name for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]
        named = {name for file, name in pointed if file == f"sim/rules/{path.name}"}
        assert [n for n in public if n not in named and n not in ARITHMETIC] == [], path.name


ARITHMETIC = {"weighed", "stacked", "weight_of", "package_terms"}
"""Functions of the rules that only add up, or list what others compute."""


@pytest.mark.parametrize("page", PAGES)
def test_it_is_a_page_for_a_screen_and_quotes_no_path_of_a_machine(page: str) -> None:
    assert max(map(len, PAGES[page].splitlines())) <= 110
    assert not re.search(r"/(home|root|work|tmp)/", PAGES[page])
