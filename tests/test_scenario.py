"""Scenarios that are right load; those that are wrong say so, with every fault, and nothing else is raised."""

import copy
import datetime
import re
import time
import tomllib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.check import render, report
from sim.compile import compile_setting
from sim.faults import ScenarioError
from sim.measures import CONDITIONS
from sim.mechanisms import Mechanisms
from sim.mending import OF_FILES, name_place
from sim.reading import DEEPEST, LIMIT, Reading, library, merge
from sim.rubric import rubric
from sim.sampling import sample
from sim.scenario import checked, load, rule_keys, shipped
from sim.schema import (
    Actor,
    Calendar,
    Driver,
    Event,
    Evidence,
    Flashpoint,
    Issue,
    Kind,
    Mark,
    Mechanism,
    Role,
    Scenario,
    Stances,
)

BROKEN = Path(__file__).parent / "broken"
BASE = BROKEN / "base.toml"
SCENARIOS = BROKEN.parents[1] / "scenarios"
SECOND_REPORT = r"""\bB\d\d|document\s*=\s*["']2007-12-10"""
SHIPPED = (
    "cyprus_2004",
    "example",
    "kosovo_2007",
    "kosovo_2007_11_20",
    "kosovo_2007_12_10",
    "kosovo_bound_union",
    "kosovo_guarantee_given",
    "kosovo_in_haste",
    "kosovo_no_deadline",
    "kosovo_no_veto",
    "kosovo_patrons_withdraw",
    "kosovo_soft_landing",
)

# what cannot carry a comment, and what its error says
UNMARKED = {
    "a_directory.toml": "expected a file, found a directory",
    "empty.toml": "found an empty file",
    "not_utf8.toml": "line 1: expected UTF-8 text, found the byte b'\\xe9'",
}
# files with several faults, and how many there are; the others have one
SEVERAL = {"five_faults.toml": 5, "bad_types_hide_nothing.toml": 5, "only_a_title.toml": 6}
SEVERAL["actors_are_no_tables.toml"] = 5


def broken() -> list[Path]:
    return sorted(p for p in BROKEN.glob("*.toml") if p != BASE)


def expected(path: Path) -> list[str]:
    if path.name in UNMARKED:
        return [UNMARKED[path.name]]
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("# expect: ") for line in lines if line.startswith("# expect: ")]


def fault_of(name: str | Path, **overrides: object) -> str:
    with pytest.raises(ScenarioError) as caught:
        load(str(name), overrides or None)
    return str(caught.value)


def written(tmp_path: Path, text: str | bytes, name: str = "mine.toml") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def extending(tmp_path: Path, text: str) -> Path:
    """A file that extends the small base."""
    return written(tmp_path, f"extends = '{BASE}'\n{text}")


# ---------------------------------------------------------------- broken files


def test_there_are_many_broken_files() -> None:
    assert len(broken()) >= 45


@pytest.mark.parametrize("path", broken(), ids=lambda p: p.stem)
def test_a_broken_file_says_what_is_wrong(path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(str(path))
    error = caught.value
    assert expected(path)
    for text in expected(path):
        assert text in str(error)
    assert len(error.faults) == SEVERAL.get(path.name, 1)


@pytest.mark.parametrize("path", broken(), ids=lambda p: p.stem)
def test_faults_are_lower_case_and_name_the_file_but_no_list_entry(path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(str(path))
    for fault in caught.value.faults:
        assert fault.file.endswith(".toml")
        assert not fault.problem[:1].isupper()
        assert not fault.problem.endswith(".")
        assert not any(part.strip().isdigit() for part in fault.where.split(","))


def test_a_fault_names_the_file_that_it_stands_in(tmp_path: Path) -> None:
    written(tmp_path, BASE.read_text(encoding="utf-8").replace("mode = 20", "mode = 99"), "below.toml")
    above = written(tmp_path, 'extends = "below.toml"\n[actors.U]\nclient = "Z"\n')
    with pytest.raises(ScenarioError) as caught:
        load(str(above))
    files = {Path(f.file).name: f.where for f in caught.value.faults}
    assert files == {
        "below.toml": "actor L (Lower Town), ideal.status",
        "mine.toml": "actor U (Upper Town), client",
    }


def test_a_place_is_named_as_a_person_would() -> None:
    raw = {"actors": {"RS": {"name": "Serbia"}}, "issues": {"status": {"name": "Status"}}}
    assert (
        name_place(("actors", "RS", "ideal", "status", "low"), raw) == "actor RS (Serbia), ideal.status, low"
    )
    assert (
        name_place(("issues", "status", "marks", "m", "value"), raw)
        == "issue status (Status), marks.m, value"
    )
    assert name_place(("rules", "council", "veto"), raw) == "rules.council.veto"


def test_faults_in_a_shipped_kind_are_said_once_and_not_for_every_member(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        'extends = "kosovo_2007"\n[kinds.member.stance]\nrecognition = { word = "moving", evidence = ["B08.1"] }\n',
    )
    assert fault_of(path).count("unknown word 'moving'") == 1


# ---------------------------------------------------------------- files that are no scenario at all


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = written(tmp_path, b"#" * (LIMIT + 1))
    assert "expected at most 2,000,000 bytes, found 2,000,001; refused unread" in fault_of(path)


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,
        "a = " + "[" * 50 + "]" * 50,
        "a = " + "{ a = " * 50 + "1" + " }" * 50,
        ".".join("a" * 100_000) + " = 1",
        "[" + ".".join("a" * 100_000) + "]",
        "\n".join(f"[{'.'.join('a' * n)}]" for n in range(1, 40)),
    ],
    ids=["open lists", "lists", "inline tables", "dotted key", "dotted table", "tables"],
)
def test_a_file_that_is_nested_too_deep_is_refused(tmp_path: Path, text: str) -> None:
    assert f"nested too deep: expected at most {DEEPEST}" in fault_of(written(tmp_path, text))


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    assert "expected a scenario file, found nothing there" in fault_of(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "name", ["", "\0", "a\0.toml", "x" * 5000, "x" * 5000 + ".toml", ".", "/", "/dev/zero"]
)
def test_odd_names_are_refused_and_nothing_else_happens(name: str) -> None:
    assert fault_of(name)


def test_an_unknown_name_gets_the_nearest_shipped_one() -> None:
    assert "unknown scenario 'kosovo_2077'; did you mean 'kosovo_2007'?" in fault_of("kosovo_2077")


def test_what_is_to_be_extended_is_not_run_by_itself() -> None:
    assert "is to be extended, not run by itself" in fault_of("kosovo_common")


def test_a_coding_with_faults_names_the_item(tmp_path: Path) -> None:
    header = "id,document,paragraph,kind,speaker,interest,known_by,paraphrase,scale,word,strength\n"
    row = "Q1,News,{},reported,reporter,neutral,{},The towns meet at noon,,,\n"
    text = header + row.format("one", "2007-06-01") + row.format(1, "soon") + row.format(1, "2007-06-01") * 2
    written(tmp_path, text, "mine.csv")
    said = fault_of(extending(tmp_path, 'coding = "mine.csv"\n'))
    assert "item Q1: expected a paragraph number and a date, found ('one', '2007-06-01')" in said
    assert "item Q1: stands twice" in said


def test_a_coding_of_ones_own_is_evidence(tmp_path: Path) -> None:
    header = "id,document,paragraph,kind,speaker,interest,known_by,paraphrase,scale,word,strength\n"
    row = 'Q1,News,3,reported,reporter,neutral,2007-06-01,"The towns meet,\nsays the paper",,,\n'
    written(tmp_path, header + row, "mine.csv")
    scenario = load(str(extending(tmp_path, 'coding = "mine.csv"\n[events.meeting]\nevidence = ["Q1"]\n')))
    assert scenario.evidence["Q1"].paragraph == 3
    assert "A01.1" not in scenario.evidence


# ---------------------------------------------------------------- files that are right


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenarios_load(name: str) -> None:
    scenario = load(name)
    assert scenario.id == name
    assert set(scenario.mechanisms) == {f.name for f in fields(Mechanisms)}


def test_shipped_names_are_the_runnable_scenarios() -> None:
    assert tuple(shipped()) == SHIPPED
    assert "kosovo_common" in library()
    assert "rubric" not in library()


def test_a_word_gets_the_rubrics_numbers() -> None:
    stance = load("kosovo_2007").actors["CY"].stance.recognition
    assert stance is not None
    speaker = load("kosovo_2007").evidence["B08.2"].speaker
    assert (stance.low, stance.mode, stance.high) == rubric().hull("recognition", "very_hard", speaker)


def test_a_word_may_state_the_rubrics_numbers_too(tmp_path: Path) -> None:
    text = '[actors.L.stance]\nrecognition = { word = "rejects", low = %s, mode = %s, high = %s, evidence = ["N.1"] }\n'
    path = extending(tmp_path, text % rubric().hull("recognition", "rejects", "government"))
    assert load(str(path)).actors["L"].stance.recognition == load(str(BASE)).actors["L"].stance.recognition


def test_a_stance_of_a_file_replaces_the_whole_stance_below_it(tmp_path: Path) -> None:
    text = '[actors.L.ideal]\nstatus = { word = "autonomy", evidence = ["N.1"] }\n'
    stance = load(str(extending(tmp_path, text))).actors["L"].ideal["status"]
    assert (stance.word, stance.low) == ("autonomy", 10.0)


def test_what_a_kind_gives_is_marked_and_what_is_ones_own_is_not() -> None:
    scenario = load("kosovo_2007")
    austria, cyprus = scenario.actors["AT"].stance.recognition, scenario.actors["CY"].stance.recognition
    assert austria is not None
    assert cyprus is not None
    assert (austria.inherited, cyprus.inherited) == (True, False)


def test_without_takes_out_what_is_below(tmp_path: Path) -> None:
    path = extending(tmp_path, 'without = ["events.meeting", "actors.L.stance", "evidence.N.9"]\n')
    scenario = load(str(path))
    assert list(scenario.events) == ["vote"]
    assert scenario.actors["L"].stance.recognition is None
    assert list(scenario.evidence) == ["N.1"]


def test_a_byte_order_mark_and_windows_lines_are_no_fault(tmp_path: Path) -> None:
    text = b"\xef\xbb\xbf" + BASE.read_bytes().replace(b"\n", b"\r\n")
    assert load(str(written(tmp_path, text))).title == "A river island"


def test_each_load_is_independent_of_the_last() -> None:
    first = load("kosovo_2007")
    load("kosovo_2007", {"patronage": 0, "mechanisms.pace": 1})
    assert load("kosovo_2007") == first


def test_the_first_forecast_knows_nothing_of_the_second_report() -> None:
    scenario = load("kosovo_2007_11_20")
    assert all(e.document != "2007-12-10" for e in scenario.evidence.values())
    assert all(e.known_by <= datetime.date(2007, 11, 20) for e in scenario.evidence.values())
    assert re.findall(SECOND_REPORT, (SCENARIOS / "kosovo_2007.toml").read_text(encoding="utf-8"))
    for name in ("kosovo_2007_11_20", "kosovo_common", "mechanisms"):
        text = (SCENARIOS / f"{name}.toml").read_text(encoding="utf-8")
        assert re.findall(SECOND_REPORT, text) == []


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("key", "value", "read"),
    [
        ("rules.council.veto", "false", lambda s: s.rules.council.veto is False),
        ("council.veto", False, lambda s: s.rules.council.veto is False),
        ("rules__council__veto", "false", lambda s: s.rules.council.veto is False),
        ("rules.deadline.kind", "none", lambda s: s.rules.deadline.kind == "none"),
        ("deadline.date", "2008-03-01", lambda s: s.rules.deadline.date == datetime.date(2008, 3, 1)),
        ("horizon", datetime.date(2008, 2, 1), lambda s: s.rules.horizon == datetime.date(2008, 2, 1)),
        ("guarantee.credibility", "0.9", lambda s: s.rules.guarantee.credibility == 0.9),
        ("guarantee", {"kind": "given"}, lambda s: s.rules.guarantee.kind == "given"),
        ("council.votes", np.int64(10), lambda s: s.rules.council.votes == 10),
        ("security.kfor", np.float64(32000), lambda s: s.rules.security.kfor == 32000),
        ("patronage", 0, lambda s: s.rules.patronage == {"US": 0, "RU": 0, "EU": 0}),
        ("rules.patronage", "0.5", lambda s: s.rules.patronage["RU"] == 0.5),
        ("patronage.US", "0", lambda s: s.rules.patronage == {"US": 0}),
        (
            "mechanisms.pace",
            "0.5",
            lambda s: (s.mechanisms["pace"].low, s.mechanisms["pace"].high) == (0.5, 0.5),
        ),
        ("mechanisms__pace", 1, lambda s: s.mechanisms["pace"].mode == 1.0),
    ],
)
def test_settings(key: str, value: object, read: Callable[[Scenario], bool]) -> None:
    assert read(load("kosovo_2007", {key: value}))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        (
            "rules.council.vetto",
            "false",
            "settings: rules.council.vetto: unknown rule 'council.vetto'; did you",
        ),
        ("rules.council.vetto", "false", "did you mean 'council.veto'?"),
        (
            "rules.council.veto",
            "maybe",
            "settings: rules.council.veto: expected true or false, found 'maybe'",
        ),
        ("rules.council.veto", 0, "expected true or false, found 0"),
        ("rules.council.votes", "16", "expected at most 15, found 16"),
        ("rules.mediation", "concensus", "unknown value 'concensus'; did you mean 'consensus'?"),
        ("rules.deadline", "none", "expected one of deadline.kind, deadline.date"),
        ("rules.patronage", 2, "rules.patronage.US: expected at most 1, found 2"),
        ("rules.patronage.CY", 1, "unknown patron 'CY'; expected one of US, RU, EU"),
        (
            "rules.horizon",
            "2007-01-01",
            "rules.horizon: expected a day after the start, 2007-11-19; found 2007-01-01",
        ),
        ("mechanisms.pase", 1, "unknown mechanism 'pase'; did you mean 'pace'?"),
        ("mechanisms.pace", "fast", "mechanisms.pace: expected a number, found 'fast'"),
        ("mechanisms.pace", float("nan"), "expected a finite number, found nan"),
        ("", 1, "unknown rule ''"),
    ],
)
def test_wrong_settings_say_what_is_wrong(key: str, value: object, said: str) -> None:
    assert said in fault_of("kosovo_2007", **{key: value})


def test_all_wrong_settings_at_once_and_those_of_the_file(tmp_path: Path) -> None:
    path = extending(tmp_path, '[actors.U]\nclient = "Z"\n')
    said = fault_of(path, **{"council.vetto": 1, "mediation": 3, "mechanisms.pase": 1})
    assert len(said.splitlines()) == 4


def test_a_shorter_horizon_is_a_setting_even_where_events_lie_behind_it() -> None:
    assert load("kosovo_2007", {"horizon": "2007-12-15"}).rules.horizon == datetime.date(2007, 12, 15)


def test_every_rule_has_a_line_for_the_reader() -> None:
    keys = rule_keys()
    assert len(keys) == len({k.key for k in keys}) > 20
    assert all(k.doc and k.allowed for k in keys)
    assert "hard | soft | extendable | none" in [k.allowed for k in keys]


def test_every_rule_can_be_set_to_its_default() -> None:
    scenario = load("kosovo_2007")
    for key, default, _, _ in rule_keys():
        if default is not None and not isinstance(default, dict):
            load("kosovo_2007", {key: default, "horizon": scenario.rules.horizon})


# ---------------------------------------------------------------- the page on writing one, and the check

PAGE = (SCENARIOS / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_of_the_page_loads_and_can_be_drawn(tmp_path: Path, text: str) -> None:
    runs(load(str(written(tmp_path, text))))


def test_the_page_has_a_complete_example_of_three_actors_and_two_issues(tmp_path: Path) -> None:
    scenario = load(str(written(tmp_path, EXAMPLES[0])))
    assert (len(scenario.actors), len(scenario.issues)) == (3, 2)


def test_the_faults_that_the_page_shows_are_those_that_come(tmp_path: Path) -> None:
    text = EXAMPLES[0].replace("low = 85, mode = 95, high = 100", "low = 85, mode = 80, high = 100")
    path = written(tmp_path, text.replace('"The County"', '"The County"\nclient = "UPP"'), "my_scenario.toml")
    shown = [line for line in PAGE.splitlines() if line.startswith("my_scenario.toml: ")]
    said = fault_of(path).replace(f"{tmp_path}/", "").splitlines()
    assert sorted(said) == sorted(shown)
    assert len(shown) == 2


def test_the_page_explains_every_key() -> None:
    tables = (Actor, Calendar, Driver, Event, Evidence, Flashpoint, Issue, Mark, Mechanism, Stances)
    keys = (
        {key for table in tables for key in table.model_fields} | set(Scenario.model_fields) | set(OF_FILES)
    )
    missing = [key for key in sorted(keys - {"id", "settings"}) if not re.search(rf"\b{key}\b", PAGE)]
    assert missing == []


def test_the_page_lists_every_role_measure_and_kind_of_event() -> None:
    names = [*get_args(Role), *CONDITIONS, *get_args(Event.model_fields["kind"].annotation), *get_args(Kind)]
    assert [name for name in names if f"`{name}`" not in PAGE] == []


def test_the_report_counts_evidence_and_draws_stances_by_seed() -> None:
    scenario = load("kosovo_2007")
    found = report(scenario, 1)
    unused = {"X.european_council", "X.unmik"}  # stated for the forecast of 20 November
    assert sum(n for _, n in found.kinds) == len(scenario.evidence.keys() - unused)
    assert {kind for kind, _ in found.kinds} == set(get_args(Kind))
    assert len(found.drawn) == 10
    assert report(scenario, 1) == found
    assert report(scenario, 2).drawn != found.drawn
    assert found.modes[0][1] >= found.modes[-1][1]


def test_the_report_as_text_has_every_stance_with_its_item() -> None:
    found = report(load("kosovo_2007_11_20"), 3)
    text = render(found)
    for stance in found.drawn:
        assert stance.item in text
        assert stance.paraphrase in text
        assert stance.actor in text
    assert "2007-12-10" not in text


def test_the_report_of_a_small_scenario_draws_what_there_is() -> None:
    found = report(load(str(BASE)), 1)
    assert len(found.drawn) == found.stances == 5


def test_the_default_scenario_loads_at_once() -> None:
    load("kosovo_2007")
    times: list[float] = []
    for _ in range(5):
        start = time.perf_counter()
        load("kosovo_2007")
        times.append(time.perf_counter() - start)
    assert min(times) < 0.06


# ---------------------------------------------------------------- anything at all


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def loads_or_is_refused(path: Path) -> None:
    try:
        scenario = load(str(path))
    except ScenarioError as e:
        error = e
    else:
        return runs(scenario)
    assert error.faults
    assert str(error)
    return None


def runs(scenario: Scenario) -> None:
    """What is let through can be compiled and drawn."""
    setting = compile_setting(scenario)
    generator = np.random.default_rng(1)
    sample(scenario, setting, lambda _, n: generator.random((2, n)))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_refused_politely(folder: Path, data: bytes) -> None:
    loads_or_is_refused(written(folder, data))


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("ab.=[]{}\"'\n #0123456789-:eE+_,\\ux\t"), max_size=80))
def test_anything_like_toml_is_refused_politely(folder: Path, text: str) -> None:
    loads_or_is_refused(written(folder, text))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_valid_file_with_bytes_changed_loads_or_is_refused(folder: Path, data: st.DataObject) -> None:
    text = BASE.read_bytes()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 12))
        text = text[:at] + data.draw(st.binary(max_size=4) | st.sampled_from(TOKENS)) + text[at + cut :]
    loads_or_is_refused(written(folder, text))


TOKENS = [
    b"nan",
    b"-1",
    b"1e400",
    b"[",
    b"]",
    b"{}",
    b"true",
    b'""',
    b"\n",
    b"=",
    b"2007-01-01",
    b"9" * 5000,
    b"0.5",
]
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**400), 2**63])
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["U", "L", "M", "N.1", "status", "hope", "party", "open"])
    | st.dates()
    | st.datetimes()
    | st.times()
)
TREES = st.recursive(
    VALUES.filter(lambda v: v is not None),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=5), below, max_size=3),
    max_leaves=4,
)


def places(node: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(node, dict):
        return [at, *(p for k, v in node.items() for p in places(v, (*at, k)))]
    if isinstance(node, list):
        return [at, *(p for i, v in enumerate(node) for p in places(v, (*at, i)))]
    return [at]


BASE_RAW = tomllib.loads(BASE.read_text(encoding="utf-8"))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_valid_file_with_values_changed_loads_or_is_refused(data: st.DataObject) -> None:
    raw = copy.deepcopy(merge({}, BASE_RAW, (), {}, "f"))
    for _ in range(data.draw(st.integers(1, 4))):
        *above, last = data.draw(st.sampled_from(places(raw)[1:]))
        node: Any = raw
        for key in above:
            node = node[key]
        action = data.draw(st.sampled_from(["replace", "remove", "add"]))
        if action == "replace":
            node[last] = data.draw(TREES)
        elif action == "remove":
            del node[last]
        elif isinstance(node, dict):
            node[data.draw(st.text(max_size=5))] = data.draw(TREES)
        else:
            node.append(data.draw(TREES))
    scenario, faults = checked(Reading("f.toml", "f", {**raw, "mechanisms": strengths()}))
    if not faults:
        assert scenario is not None
        runs(scenario)


def strengths() -> dict[str, Any]:
    return {n: m.model_dump() for n, m in load(str(BASE)).mechanisms.items()}


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.text(max_size=8) | st.sampled_from([k.key for k in rule_keys()]), TREES, max_size=4)
)
def test_any_setting_is_taken_or_refused(given_settings: dict[str, Any]) -> None:
    try:
        scenario = load(str(BASE), given_settings)
    except ScenarioError as e:
        faults = e.faults
    else:
        return runs(scenario)
    assert faults
    return None
