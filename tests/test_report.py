"""The report: every number in it is worked out again from the folder of the run; nothing comes from elsewhere."""

import html
import json
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from math import sqrt

import commands
import numpy as np
import pytest
from pyarrow import parquet
from scipy.stats import ks_2samp

from sim.analysis.scorecard.card import scorecard
from sim.analysis.sensitivity import sensitivity
from sim.scenario import load
from sim.worlds import uniforms

WORLDS, SEED = 1100, 3


def call(*args):
    return commands.call("report", *args)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("kept") / "run"
    args = [
        "kosovo_2007",
        "--worlds",
        WORLDS,
        "--seed",
        SEED,
        "--set",
        "mechanisms.pace=0.5",
        "--workers",
        "1",
    ]
    args += ["--set", "horizon=2008-05-31"]
    done = commands.call("run", *args, "--out", out)
    assert done.exit_code == 0, done.output
    return out


@pytest.fixture(scope="module")
def text(folder):
    done = call(folder)
    assert done.exit_code == 0, done.output
    assert done.stdout == f"written to {folder / 'report.html'}\n"
    return (folder / "report.html").read_text(encoding="utf-8")


class Numbers(HTMLParser):
    """Every `data` element of a page: key -> (value, what is read); and the text that is in none."""

    def __init__(self, page):
        super().__init__()
        self.found, self.rest, self.key, self.skip = {}, [], None, 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in ("style", "svg", "script"):
            self.skip += 1
        if tag == "data":
            self.key = given["id"]
            assert self.key not in self.found, self.key
            self.found[self.key] = (given["value"], "")

    def handle_endtag(self, tag):
        if tag in ("style", "svg", "script"):
            self.skip -= 1
        if tag == "data":
            self.key = None

    def handle_data(self, data):
        if self.skip:
            return
        if self.key is None:
            self.rest.append(data)
        else:
            value, read = self.found[self.key]
            self.found[self.key] = (value, read + data)


def wilson(share, n, z=1.959964):
    middle, half = share + z * z / (2 * n), z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


class Again:
    """Every number of the page worked out from the files of the run."""

    def __init__(self, folder):
        self.manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.scenario = json.loads((folder / "scenario.json").read_text(encoding="utf-8"))
        self.table = parquet.read_table(folder / "worlds").to_pandas().sort_values("world", ignore_index=True)
        self.n = len(self.table)
        self.start = date.fromisoformat(self.scenario["calendar"]["start"])
        self.start -= timedelta(days=self.start.weekday())
        self.loaded = load("kosovo_2007", {"mechanisms.pace": "0.5", "horizon": "2008-05-31"})
        self.card = {r.score.id: r for r in scorecard(self.loaded, self.n, SEED).rows}
        self.study = sensitivity(
            self.loaded,
            ["eu_recognisers", "declaration_week"],
            "pawn",
            n=self.n,
            seed=SEED,
            top=10,
            workers=1,
        )

    def week(self, n):
        return self.start + timedelta(weeks=int(n))

    def declared(self):
        return np.sort(self.table["declaration_week"].dropna().to_numpy())

    def members(self):
        return [a for a, x in self.scenario["actors"].items() if "eu_member" in x["roles"]]

    def heads(self, week):
        return sum((self.table[f"recognised_{m}"] <= week).to_numpy().astype(int) for m in self.members())

    def share_of(self, name):
        values = self.table["outcome"].astype(str)
        return float((values == name).mean())

    def value(self, key):
        kind, *rest = key.split(".")
        return getattr(self, f"of_{kind}")(*rest)

    def of_worlds(self):
        return self.n

    def of_information_date(self):
        return self.scenario["information_date"]

    def of_horizon(self):
        return self.scenario["rules"]["horizon"]

    def of_first(self, _):
        return max(self.share_of(name) for name in self.scenario["outcomes"])

    def of_members(self):
        return len(self.members())

    def of_outcome(self, name, part):
        share = self.share_of(name)
        return {"share": share, "low": max(wilson(share, self.n)[0], 0.0), "high": wilson(share, self.n)[1]}[
            part
        ]

    def of_state(self, who, part):
        weeks = self.table[f"recognised_{who}"]
        share = float(weeks.notna().mean())
        if part == "median":
            ordered = np.sort(weeks.fillna(9999).to_numpy())
            return self.week(ordered[(self.n - 1) // 2]).isoformat()
        return {
            "share": share,
            "low": max(wilson(share, self.n)[0], 0.0),
            "high": min(wilson(share, self.n)[1], 1.0),
        }[part]

    def of_heads(self, *rest):
        if rest == ("last", "p50"):
            counts = np.sort(self.heads(9998))
            return int(counts[int(np.ceil(0.5 * self.n)) - 1])
        when, part = date.fromisoformat(rest[0]), rest[1]
        if part == "day":
            assert (when + timedelta(days=1)).day == 1
            return rest[0]
        counts = self.heads((when - self.start).days // 7)
        if part == "mean":
            return float(counts.mean())
        return float(np.quantile(counts, {"p05": 0.05, "p50": 0.5, "p95": 0.95}[part]))

    def of_declared(self, part):
        weeks = self.declared()
        if part in ("share", "never"):
            share = len(weeks) / self.n
            return share if part == "share" else 1.0 - share
        at = {"early": 0.05, "median": 0.5, "late": 0.95}[part]
        return self.week(weeks[max(int(np.ceil(at * len(weeks))), 1) - 1]).isoformat()

    def of_week(self, when, part):
        number = (date.fromisoformat(when) - self.start).days // 7
        worlds = int((self.declared() == number).sum())
        return {"day": when, "worlds": worlds, "share": worlds / self.n}[part]

    def of_study(self, *rest):
        if rest == ("inputs",):
            return len(self.study.inputs)
        if rest == ("worlds",):
            return self.n
        if rest[1] == "limit":
            return 0.05
        measure, factor, part = rest
        row = next(r for r in self.study.rows(measure) if r.factor.id == factor)
        if part in ("low_end", "high_end"):
            return getattr(row, part)
        return getattr(row.estimates["pawn"], {"pawn": "value"}.get(part, part))

    def of_card(self, *rest):
        if rest == ("worlds",):
            return self.n
        row = self.card[rest[0]]
        if rest[1] == "best":
            return (max if row.score.high else min)(row.beside.values())
        return getattr(row, rest[1])

    def of_stance(self, who, about, end):
        actor = self.scenario["actors"][who]
        group, _, issue = about.partition(": ")
        if about == "red line":
            return actor["red_line"][end]
        return actor[group][issue][end] if issue else actor["stance"][about][end]

    def of_again(self, what):
        return {"worlds": self.manifest["worlds"], "seed": self.manifest["seed"]}[what]


@pytest.fixture(scope="module")
def again(folder):
    return Again(folder)


def test_every_number_is_worked_out_again_from_the_folder(text, again):
    found = Numbers(text).found
    assert len(found) > 500
    for key, (value, read) in found.items():
        expected = again.value(key)
        if isinstance(expected, str):
            assert value == expected, key
        else:
            assert float(value) == pytest.approx(expected, abs=1e-9), key
        assert as_read(read, value), (key, value, read)


def as_read(read, value):
    """Is what a person reads the value, as far as it is rounded?"""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        when = date.fromisoformat(value)
        return read == f"{when.day} {when:%B} {when.year}"
    number = float(value)
    if read.startswith("<"):
        return 0.0 < number < float(read.strip("<% ")) / (100 if "%" in read else 1)
    places = len(read.strip(" %").partition(".")[2])
    shown = float(read.strip(" %").replace(",", ""))
    return abs(shown - number * (100 if "%" in read else 1)) <= 0.5 * 10**-places + 1e-9


FIXED = (
    "95 % interval", "5 %", "95 %", "90 of 100", "Pianosi and Wagener 2018", "Natural Earth", "SHA-256", "90 %",
)  # fmt: skip


def test_no_number_stands_outside(text, again):
    """What is left has digits only in names, in evidence, in the command and in a few fixed words."""
    rest = " ".join(Numbers(text).rest)
    known = [again.scenario["title"], again.scenario["question"], *FIXED]
    for id_, item in again.scenario["evidence"].items():
        where = f", paragraph {item['paragraph']}" if item.get("paragraph") is not None else ""
        known += [item["paraphrase"], item["document"] + where, id_]
    known += [s.get("inferred") or "" for a in again.scenario["actors"].values() for s in all_stances(a)]
    known += [f.name for f in again.study.factors]
    known += [again.loaded.title, *(row.score.name for row in again.card.values()), "Kosovo, 2005 to 2010"]
    known += re.findall(r"finalstatus report .*", rest) + re.findall(r"Final Status \S+", rest)
    known += [
        again.manifest["scenario_sha256"],
        "kosovo_2007",
        "mechanisms.pace=0.5",
        "rules.horizon=2008-05-31",
    ]
    for part in sorted(known, key=len, reverse=True):
        rest = rest.replace(part, " ") if part else rest
    assert not re.findall(r"\S*\d\S*", rest)


def all_stances(actor):
    yield from (s for s in actor["stance"].values() if s)
    yield from (s for group in ("ideal", "position", "salience") for s in actor[group].values())
    if actor["red_line"]:
        yield actor["red_line"]


def svg(text, name):
    found = re.search(rf"<svg(?:(?!</svg>).)*?id=\"{name}-figure_1\".*?</svg>", text, re.DOTALL)
    assert found, name
    return [
        html.unescape(t).strip() for t in re.findall(r"<text[^>]*>(.*?)</text>", found.group(), re.DOTALL)
    ]


def test_the_map_says_the_numbers_of_the_table(text, again):
    words = [w for t in svg(text, "map") for w in re.sub(r"<[^>]*>", " ", t).split()]
    numbers = Numbers(text).found
    shown = 0
    for i, word in enumerate(words[:-1]):
        value = numbers.get(f"state.{word}.share")
        if value:
            assert words[i + 1] == f"{100 * float(value[0]):.0f}", word
            shown += 1
    assert shown >= 29 + 8  # the Balkans show some again


def test_the_outcome_bars_say_the_numbers_of_the_table(text):
    numbers = [
        read for key, (_, read) in Numbers(text).found.items() if re.fullmatch(r"outcome\..*\.share", key)
    ]
    shown = svg(text, "outcomes")
    assert all(read in shown for read in numbers)


def test_pawn_of_the_page_is_what_scipy_makes_of_the_folder(text, again):
    """Worked out from the parquet and the stream of one value alone."""
    key = "mechanism/limbo_cost"
    u = np.concatenate([uniforms(SEED, key, b, 0, 1)[:, 0] for b in range(2)])[:WORLDS]
    y = again.table["declaration_week"].to_numpy(dtype=float)
    fifth = np.quantile(u, 0.2)
    u, y = u[~np.isnan(y)], y[~np.isnan(y)]
    edges = np.quantile(u, np.arange(11) / 10)
    slices = [y[(u >= a) & (u < b)] for a, b in pairwise(edges)]
    index = float(np.median([ks_2samp(part, y, method="asymp").statistic for part in slices]))
    found = Numbers(text).found
    assert float(found[f"study.declaration_week.{key}.pawn"][0]) == pytest.approx(index, abs=1e-9)
    low = y[u <= fifth].mean()
    assert float(found[f"study.declaration_week.{key}.low_end"][0]) == pytest.approx(low)


def test_the_page_asks_no_other_host_and_runs_nothing(text):
    outside = re.sub(r'xmlns(?::\w+)?="[^"]*"', "", text)
    assert "http://" not in outside
    assert "https://" not in outside
    assert not re.findall(r'(?:src|href|action|poster|srcset)="(?!#)', outside)
    assert not re.findall(r"url\((?!#)", outside)
    assert "<script" not in outside
    assert "@import" not in outside
    assert "@media print" in text
    ids = re.findall(r'\bid="([^"]*)"', text)
    twice = {i for i in ids if ids.count(i) > 1}
    assert not twice
    assert set(re.findall(r'href="#([^"]*)"', text)) <= set(ids)


def test_the_evidence_of_every_stance_stands_on_the_page(text, again):
    assert "item-B08.2" in text
    item = again.scenario["evidence"]["B08.2"]
    assert html.escape(item["paraphrase"], quote=False) in text.replace("&#39;", "'")
    assert f"paragraph {item['paragraph']}" in text


def test_the_command_on_the_page_makes_the_same_page(text, tmp_path):
    import shlex

    command = html.unescape(re.search(r"<code>(finalstatus report .*?)</code>", text).group(1))
    to = tmp_path / "again.html"
    done = commands.call(*shlex.split(command)[1:], "--workers", "1", "--out", to)
    assert done.exit_code == 0, done.output
    assert Numbers(to.read_text(encoding="utf-8")).found == Numbers(text).found


def test_what_comes_from_data_is_escaped(folder, monkeypatch):
    from sim.analysis.report.content import report
    from sim.analysis.report.page import page
    from sim.kept import open_run

    totals = open_run(folder).totals()
    evil = totals.scenario.model_copy(update={"title": '<script>alert("x")</script> & more'})
    from dataclasses import replace

    monkeypatch.setattr("sim.analysis.report.content.card_of", lambda *_: None)
    made = report(replace(totals, scenario=evil), {}, "<b>", ["eu_recognisers"])
    written = page(made)
    assert "<script>" not in written
    assert "&lt;script&gt;" in written
    assert "<code>&lt;b&gt;</code>" in written
    assert "What mattered most" not in written


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--worlds", "100"), ("--worlds", "the folder of a run")),
        (("--out", "."), ("name of a file", "found the folder")),
        (("--out", "nowhere/report.html"), ("expected a folder that is there", "nowhere")),
        (("--measure", "eu_recogniser"), ("'eu_recogniser' is not a measure", "eu_recognisers")),
    ],
)
def test_what_is_wrong_is_one_clear_line(folder, args, words):
    lines = commands.refused("report", folder, *args)
    assert len(lines) == 1
    assert all(word in lines[0] for word in words)


def test_another_file_is_not_written_over(folder, tmp_path):
    other = tmp_path / "thesis.html"
    other.write_text("<html>mine</html>", encoding="utf-8")
    lines = commands.refused("report", folder, "--out", other)
    assert "found another file" in lines[0]
    assert other.read_text(encoding="utf-8") == "<html>mine</html>"


def test_a_run_of_another_version_is_refused(folder, monkeypatch):
    from sim.kept import Kept

    monkeypatch.setattr(Kept, "differs", lambda *_: "sessions is 2.0, expected 1.0")
    lines = commands.refused("report", folder)
    assert len(lines) == 1
    assert "come out otherwise here: sessions is 2.0, expected 1.0" in lines[0]
    assert "finalstatus" in lines[0]


def test_ctrl_c_is_one_line_and_writes_nothing(tmp_path, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.worlds.run", stopped)
    to = tmp_path / "page.html"
    done = call("kosovo_2007", "--worlds", "8", "--out", to)
    assert done.exit_code == 130
    assert done.stderr.splitlines()[-1] == "stopped before the report was finished; nothing is written"
    assert not to.exists()


def test_a_scenario_about_something_else_has_no_map_and_no_card(tmp_path):
    to = tmp_path / "page.html"
    done = call("cyprus_2004", "--worlds", "40", "--workers", "1", "--out", to)
    assert done.exit_code == 0, done.output
    written = to.read_text(encoding="utf-8")
    assert 'id="outcomes"' in written
    for missing in ("recognition", "declaration", "scorecard", "mattered"):
        assert f'<section id="{missing}"' not in written
