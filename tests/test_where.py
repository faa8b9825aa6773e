"""`--where`: a small language of our own, with DuckDB as the oracle of what it means."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.where import WhereError, read

WORDS = {"outcome": ["pact", "settlement", "war"], "x": None, "tension_peak": None, "mission_CY": None}
TABLE = {
    "outcome": (np.array([0.0, 1.0, 2.0, 0.0]), np.ones(4, bool)),
    "x": (np.array([1.0, 2.0, 3.0, 0.0]), np.array([True, True, True, False])),
    "tension_peak": (np.array([10.0, 61.0, 70.5, 80.0]), np.ones(4, bool)),
    "mission_CY": (np.array([1.0, 0.0, 0.0, 0.0]), np.array([True, True, False, True])),
}


def which(text):
    return np.flatnonzero(read(text, WORDS).holds(TABLE).yes).tolist()


@pytest.mark.parametrize(
    ("text", "worlds"),
    [
        ("outcome = 'pact'", [0, 3]),
        ('outcome != "pact"', [1, 2]),
        ("outcome = 'pact' and tension_peak > 60", [3]),
        ("outcome='pact'or tension_peak>=70.5", [0, 2, 3]),
        ("not outcome = 'pact' AND tension_peak > 60", [1, 2]),
        ("not (outcome = 'pact' or tension_peak > 65)", [1]),
        ("x > 1 or x <= 1", [0, 1, 2]),
        ("not x > 1", [0]),
        ("x != 2", [0, 2]),
        ("x >= -1e3 and x < +2.", [0]),
        ("mission_CY = true", [0]),
        ("mission_CY = FALSE", [1, 3]),
        ("x > 1 and x < 3 or tension_peak = 80", [1, 3]),
        ("x > 1 and (x < 3 or tension_peak = 80)", [1]),
        ("((((x = 2))))", [1]),
    ],
)
def test_it_says_which_worlds_are_meant(text, worlds):
    assert which(text) == worlds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "expected a column, found the end"),
        ("tension_pek > 60", "expected a column, found 'tension_pek'; did you mean 'tension_peak'?"),
        ("mission_cy = 1", "did you mean 'mission_CY'?"),
        ("outcome = 'settlment'", "outcome is never 'settlment'; did you mean 'settlement'?"),
        ("outcome = settlement", "expected a word in quotes after outcome =, found 'settlement'"),
        ("outcome = 5", "expected a word in quotes after outcome =, found '5'"),
        ("outcome > 'pact'", "expected = or != after outcome, which holds words, found '>'"),
        ("x > 'high'", "expected a number after x >, found \"'high'\""),
        ("x > y", "expected a number after x >, found 'y'"),
        ("x == 1", "expected '=' in place of '=='"),
        ("x <> 1", "expected '!=' in place of '<>'"),
        ("x > 1 && x < 3", "expected 'and' in place of '&&'"),
        ("x => 1", "expected '>=' in place of '=>'"),
        ("x > 1 x < 3", "expected and, or, or the end, found 'x'"),
        ("x", "expected one of = != < <= > >= after x, found the end"),
        ("x >", "expected a literal, found the end"),
        ("(x > 1", "expected ), found the end"),
        ("x > 1)", "expected and, or, or the end, found ')'"),
        ("60 < x", "expected a column, found '60'"),
        ("x > 1 and", "expected a column, found the end"),
        ("outcome = 'pact", "expected another ' at the end of \"'pact\""),
        ("__import__('os')", "expected a column, found '__import__'"),
        ("x.real.__class__ = 1", "expected a column, found 'x.real.__class__'"),
        ("x > 1; drop table worlds", "found '; drop table worlds'"),
        ("x > 1e", "found '1e'"),
        ("x > 0x10", "found '0x10'"),
        ("(" * 60 + "x > 1" + ")" * 60, "at most 50 deep"),
        ("not " * 60 + "x > 1", "at most 50 deep"),
        ("x > 1 or " * 2000 + "x > 1", "expected at most 10,000 characters"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(text, said):
    with pytest.raises(WhereError) as caught:
        read(text, WORDS)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_columns_that_are_named_come_in_order_and_once():
    assert read("x > 1 and (tension_peak > 3 or not x = 2)", WORDS).columns() == ["x", "tension_peak"]


NUMBERS = st.sampled_from(["0", "1", "2", "-1", "2.5", "61"])
SIGNS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
LEAVES = st.one_of(
    st.builds("{} {} {}".format, st.sampled_from(["x", "tension_peak"]), SIGNS, NUMBERS),
    st.builds(
        "outcome {} '{}'".format, st.sampled_from(["=", "!="]), st.sampled_from(["pact", "settlement", "war"])
    ),
    st.builds("mission_CY {} {}".format, st.sampled_from(["=", "!="]), st.sampled_from(["true", "false"])),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds("({}) and {}".format, inner, inner),
        st.builds("{} or ({})".format, inner, inner),
        st.builds("not ({})".format, inner),
        st.builds("{} or {} and {}".format, inner, inner, inner),
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def base():
    duckdb = pytest.importorskip("duckdb")
    found = duckdb.connect()
    found.execute(
        "create table worlds (k int, outcome varchar, x double, tension_peak double, mission_CY boolean)"
    )
    rows = [(0, "pact", 1, 10, True), (1, "settlement", 2, 61, False), (2, "war", 3, 70.5, None)]
    found.executemany("insert into worlds values (?, ?, ?, ?, ?)", [*rows, (3, "pact", None, 80, False)])
    return found


@settings(max_examples=300, deadline=None)
@given(text=CONDITIONS)
def test_it_means_what_sql_means(base, text):
    asked = base.execute(f"select k from worlds where {text} order by k").fetchall()
    assert which(text) == [k for (k,) in asked]


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.sampled_from("x outcme'\"()<>=!andotr.10-_&|;"), max_size=40))
def test_anything_typed_is_read_or_refused(text):
    with suppress(WhereError):
        assert read(text, WORDS).holds(TABLE).yes.shape == (4,)
