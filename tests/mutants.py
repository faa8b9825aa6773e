"""Does every function of the rules and the strategies matter? Each in turn is replaced by one that changes nothing.

python tests/mutants.py                     every function; a run stops at its third failure
python tests/mutants.py talks.clock outside  only functions whose name contains one of these
python tests/mutants.py --enough 1          stop at the first failure: the quickest way to find a 0
python tests/mutants.py --all               with the slow test files too, and count every failure
python tests/mutants.py --list              what there is to replace

It prints how many tests fail without the function. A 0 is a defect: either the function does nothing, or
no test says what it does. The exit status is then 1.

The tests are collected once; each function has a process of its own, forked from there. A function that
changes nothing is made from what the true one returns: a rule returns the state it was given, a strategy
holds, a number becomes 0 and a mask False, a choice becomes none (-1), terms become 0, and a function of
one array that keeps its shape returns that array.
"""

import argparse
import importlib
import os
import pkgutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, TextIO, cast

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("sim.rules", "sim.strategies")
APART = (
    *("cli", "coding", "layers", "model_md", "moves_command", "readme", "rubric", "rule_values", "scenario"),
    *("storage", "structure"),
)
"""Test files that say nothing of the rules of play."""
SLOW = ("counterfactuals", "properties", "scorecard", "statics", "sweep", "systems")
"""Test files that play many worlds: a function that the others do not need, needs a test among the others."""
ENOUGH = 3
"""Failures at which a run stops."""
PATIENCE = 600
"""Seconds after which a run counts as one that never ends."""


def functions() -> Iterator[tuple[str, FunctionType]]:
    """Every function that the packages define, methods included, by name."""
    for module in modules():
        for name, found in vars(module).items():
            if getattr(found, "__module__", None) != module.__name__:
                continue
            inside = vars(found).items() if isinstance(found, type) else [("", found)]
            for method, value in inside:
                plain = getattr(value, "__wrapped__", value)
                if isinstance(plain, FunctionType) and plain.__code__.co_filename == module.__file__:
                    yield ".".join(filter(None, (module.__name__, name, method))), plain


def modules() -> Iterator[ModuleType]:
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield package
        for entry in pkgutil.walk_packages(package.__path__, f"{name}."):
            yield importlib.import_module(entry.name)


# ------------------------------------------------------------------ one that changes nothing


def neutral(result: Any, given: Sequence[Any], name: str) -> Any:
    """What a function that changes nothing returns in place of `result`."""
    from sim.idle import idle
    from sim.state import Moves, State
    from sim.strategies.hold import hold

    if isinstance(result, State):
        return next((x for x in given if isinstance(x, State)), emptied(result))
    if isinstance(result, Moves) and not name.startswith(f"{idle.__module__}."):
        return idle.__wrapped__(result.offer.shape, result.accepts.shape[-1], result.reply.shape[-2])
    if callable(result):
        return hold
    first = given[0] if given else None
    return first if kind(first) == kind(result) is not None else emptied(result)


def kind(array: Any) -> tuple[Any, Any] | None:
    """Shape and type of an array; None for what is none."""
    return (array.shape, array.dtype) if isinstance(array, np.ndarray) else None  # pyright: ignore


def emptied(result: Any) -> Any:
    """Nothing, in the shape of `result`."""
    if isinstance(result, np.ndarray | np.generic):
        return np.full(np.shape(result), -1 if result.dtype == np.int64 else 0, result.dtype)  # pyright: ignore
    if isinstance(result, Mapping):
        terms = cast(Mapping[str, Any], result)
        return {name: emptied(term) for name, term in terms.items()}
    if isinstance(result, tuple):
        return tuple(emptied(part) for part in cast(tuple[Any, ...], result))
    if is_dataclass(result) and not isinstance(result, type):
        return type(result)(**{f.name: emptied(getattr(result, f.name)) for f in fields(result)})
    return type(result)() if isinstance(result, bool | int | float | str) else result


def replace(name: str, function: FunctionType) -> None:
    """From here on, whoever calls the function gets one that changes nothing."""

    def changes_nothing(true: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return neutral(true(*args, **kwargs), [*args, *kwargs.values()], name)

    instead(function, changes_nothing)


def instead(function: FunctionType, answer: Callable[..., Any]) -> None:
    """Whoever calls the function, by whatever import, is answered by another one, which is given the true one."""
    if function.__code__.co_freevars:
        raise TypeError(f"expected a function of its module alone, found {function.__qualname__}")
    true = FunctionType(function.__code__, function.__globals__, function.__name__, function.__defaults__)
    true.__kwdefaults__ = function.__kwdefaults__
    name = f"_instead_of_{function.__qualname__}"
    function.__globals__[name] = partial(answer, true)
    function.__defaults__ = function.__kwdefaults__ = None
    function.__code__ = _asks.__code__.replace(co_names=(name,))
    for kept in vars(sys.modules[function.__module__]).values():
        if getattr(kept, "__wrapped__", None) is function and hasattr(kept, "cache_clear"):
            kept.cache_clear()


def _asks(*args: Any, **kwargs: Any) -> Any:
    return _answer(*args, **kwargs)  # type: ignore[name-defined] # noqa: F821


# ------------------------------------------------------------------ running the tests


@dataclass(frozen=True)
class Run:
    """What a process found."""

    failed: list[str]
    """tests"""
    seconds: dict[str, float]
    """by file"""
    calls: dict[str, set[str]]
    """by function, the tests that call it, or the files whose fixtures do"""


class Trial:
    """A pytest plugin that runs the collected tests once for each function, each in a process of its own."""

    def __init__(self, chosen: list[tuple[str, FunctionType]], workers: int, enough: int) -> None:
        self.chosen, self.workers, self.enough = chosen, workers, enough
        self.failed: list[str] = []
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.counts: dict[str, int] = {}
        self.calls: defaultdict[str, set[str]] = defaultdict(set)
        self.place = ""
        """test that runs, or file whose fixtures are made"""

    def pytest_configure(self) -> None:
        """A property that fails is counted, not shrunk."""
        from hypothesis import Phase, settings  # not before pytest, which rewrites its assertions

        settings.register_profile("mutants", phases=(Phase.explicit, Phase.generate), database=None)
        settings.load_profile("mutants")

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """What is called from here on is called by fixtures, which other tests of the file may share."""
        self.place = file_of(item)

    def pytest_runtest_call(self, item: pytest.Item) -> None:
        """What is called from here on is called by the test."""
        self.place = item.nodeid

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what failed and how long it took."""
        self.seconds[report.nodeid.split("::")[0]] += report.duration
        if report.failed and report.nodeid not in self.failed:
            self.failed.append(report.nodeid)

    def watch(self) -> None:
        """From here on, note which test calls which function."""
        for name, function in self.chosen:
            instead(function, partial(self.noted, name))

    def noted(self, name: str, true: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """The true answer of a function."""
        self.calls[name].add(self.place)
        return true(*args, **kwargs)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """The tests as they are; then, without each function in turn, those that call it, the quickest first."""
        began = time.perf_counter()
        base = told(*self.forked(session.items, self.watch, 0))
        items = [i for i in session.items if i.nodeid not in base.failed]
        many = Counter(file_of(i) for i in items)
        items.sort(key=lambda i: base.seconds.get(file_of(i), 0.0) / many[file_of(i)])
        took = time.perf_counter() - began
        print(f"{len(items)} tests in {took:.0f} s; {len(self.chosen)} functions", flush=True)
        for name in base.failed:
            print(f"  left out, for it fails as things are: {name}", flush=True)
        waiting, running = deque(self.chosen), dict[int, tuple[str, Path]]()
        while waiting or running:
            while waiting and len(running) < self.workers:
                name, function = waiting.popleft()
                calls = base.calls.get(name, set[str]())
                # a test that never calls it cannot miss it
                callers = [i for i in items if calls & {i.nodeid, file_of(i)}]
                child, out = self.forked(callers, partial(replace, name, function), self.enough)
                running[child] = name, out
            child, _ = os.wait()
            name, out = running.pop(child)
            self.report(name, told(None, out))
        return True

    def report(self, name: str, run: Run) -> None:
        """One line of the table."""
        n = self.counts[name] = len(run.failed)
        more = ">=" if n >= self.enough > 0 else "  "
        print(f"{more}{n:4d}  {name}{'' if n else '   DEFECT: no test fails without it'}", flush=True)

    def forked(self, items: list[pytest.Item], change: Callable[[], None], enough: int) -> tuple[int, Path]:
        """Run the tests in a process of their own, with a change made first."""
        handle, name = tempfile.mkstemp()
        child = os.fork()
        if child == 0:
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            signal.alarm(PATIENCE)  # unanswered, it ends the process
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                change()
                self.alone(items, enough, out)
            os._exit(0)
        os.close(handle)
        return child, Path(name)

    def alone(self, items: list[pytest.Item], enough: int, out: TextIO) -> None:
        """In the child: one test after the other, until enough have failed."""
        for item, after in zip_longest(items, items[1:]):
            before = len(self.failed)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            for name in self.failed[before:]:
                print("F", name, file=out, flush=True)
            if 0 < enough <= len(self.failed):
                break
        for file, took in self.seconds.items():
            print("T", took, file, file=out)
        for name, places in self.calls.items():
            for place in places:
                print("C", name, place, file=out)
        print("end", file=out)


def file_of(item: pytest.Item) -> str:
    """The test file, as the names of its tests begin."""
    return item.nodeid.split("::")[0]


def told(child: int | None, out: Path) -> Run:
    """What a process has written down, once it is over."""
    if child is not None:
        os.waitpid(child, 0)
    lines = out.read_text(encoding="utf-8").splitlines()
    out.unlink()
    failed = [line[2:] for line in lines if line.startswith("F ")]
    if "end" not in lines:
        failed.append("the run itself, which did not come to its end")
    timed = [line.split(" ", 2) for line in lines if line.startswith("T ")]
    calls: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        if line.startswith("C "):
            calls[line.split(" ", 2)[1]].add(line.split(" ", 2)[2])
    return Run(failed, {file: float(took) for _, took, file in timed}, calls)


def main() -> int:
    """The table; 1 if some function matters to no test."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", help="parts of the names of functions; none for all")
    parser.add_argument("--workers", type=int, default=2, help="processes at a time (2)")
    parser.add_argument(
        "--all", action="store_true", help=f"every test file, and every failure, not up to {ENOUGH}"
    )
    parser.add_argument(
        "--enough", type=int, default=ENOUGH, help=f"failures at which a function is done with ({ENOUGH})"
    )
    parser.add_argument("--tests", nargs="*", help="test files to run, none for all that bear on play")
    parser.add_argument("--list", action="store_true", help="print the functions and stop")
    chosen = parser.parse_args()
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    found = [f for f in functions() if not chosen.names or any(part in f[0] for part in chosen.names)]
    if chosen.list or not found:
        print(
            "\n".join(name for name, _ in found)
            or f"expected part of a function's name, found {chosen.names!r}"
        )
        return 0 if found else 2
    trial = Trial(found, max(chosen.workers, 1), 0 if chosen.all else chosen.enough)
    pytest.main([*OPTIONS, *(chosen.tests or test_files(chosen.all))], plugins=[trial])
    zeros = [name for name, n in trial.counts.items() if n == 0]
    print(f"{len(zeros)} of {len(trial.counts)} functions matter to no test")
    return int(bool(zeros) or len(trial.counts) < len(found))


OPTIONS = (
    *("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), "--import-mode=importlib"),
    *("-o", "addopts=", "-s", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--doctest-modules"),
)


def test_files(slow: bool) -> list[str]:
    """The doctests of the packages, and the test files that bear on play, the slow ones only if asked for."""
    apart = {f"test_{name}.py" for name in (*APART, *(() if slow else SLOW))}
    tests = sorted(p for p in (ROOT / "tests").glob("test_*.py") if p.name not in apart)
    return [*(str(ROOT.joinpath(*name.split("."))) for name in PACKAGES), *map(str, tests)]


if __name__ == "__main__":
    sys.exit(main())
