"""A run on the workers of a Dask scheduler is the run of one machine, whatever happens to them.

Scheduler and workers are processes of their own, as on a real cluster; each takes about two seconds to start.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from commands import call, refused

from sim.cluster import Cluster, check_same, made_by
from sim.faults import ClusterError
from sim.keeping import keep, resume
from sim.scenario import load
from sim.storage import StorageError
from sim.worlds import run

pytest.importorskip("pyarrow.parquet")
pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # Dask's own; ours are errors in the files of the modules
    pytest.mark.skipif(sys.platform == "win32", reason="signals of a POSIX system"),
]
ROOT = Path(__file__).parents[1]
SCENARIO, WORLDS, SEED = "cyprus_2004", 7 * 1024 + 100, 3
LATE = 60
"""Seconds after which something will not happen any more."""


class Machines:
    """A scheduler and its workers, each a process, all ended at the end."""

    def __init__(self, folder, ends):
        self.folder, self.ends, self.file = folder, ends, folder / "scheduler.json"
        self.scheduler = self.start("dask_scheduler", "--port", "0", "--scheduler-file", self.file)
        until(self.file.exists)
        self.address = json.loads(self.file.read_text(encoding="utf-8"))["address"]
        self.workers = []

    def start(self, name, *args, tree=ROOT):
        env = os.environ | {"PYTHONPATH": str(tree), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
        env.pop("PYTHONWARNDEFAULTENCODING", None)
        command = [
            sys.executable,
            "-m",
            f"distributed.cli.{name}",
            "--host",
            "127.0.0.1",
            "--no-dashboard",
            *args,
        ]
        said = (self.folder / f"{name}.log").open("ab")
        process = subprocess.Popen([*map(str, command)], env=env, cwd=self.folder, stdout=said, stderr=said)
        self.ends.callback(end, process, said)
        return process

    def join(self, count=1, tree=ROOT):
        """More workers, there once this returns."""
        args = ("--scheduler-file", self.file, "--nthreads", "1", "--no-nanny")
        place = ("--local-directory", self.folder)
        self.workers += [self.start("dask_worker", *args, *place, tree=tree) for _ in range(count)]
        there = sum(w.poll() is None for w in self.workers)
        until(lambda: threads(self.address) == there)


def threads(address):
    """How many workers there are, whatever they can play."""
    import distributed

    with distributed.Client(address, set_as_default=False) as client:
        return len(client.nthreads())


def end(process, said):
    process.kill()
    process.wait(20)
    said.close()


def until(reached):
    late = time.monotonic() + LATE
    while not reached():
        assert time.monotonic() < late
        time.sleep(0.02)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with ExitStack() as ends:
        machines = Machines(tmp_path_factory.mktemp("machines"), ends)
        machines.join(2)
        yield machines


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """The run on this machine."""
    folder = tmp_path_factory.mktemp("local") / "out"
    keep(folder, load(SCENARIO), WORLDS, SEED, workers=1, block=1024)
    return folder


def sha(folder):
    """The hash of the data set, as the manifest has it."""
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["results_sha256"]


def play(folder, cluster, **options):
    return keep(folder, load(SCENARIO), WORLDS, SEED, workers=cluster, block=1024, **options)


def test_a_worker_is_killed_after_the_first_block(place, local, tmp_path):
    killed = []

    def report(done):
        if done == 1024:
            killed.append(place.workers[0])
            os.kill(killed[0].pid, signal.SIGKILL)
            assert killed[0].wait(20) == -signal.SIGKILL

    with Cluster(place.address) as cluster:
        assert cluster.threads() == 2
        done = play(tmp_path / "out", cluster, progress=report)
    assert killed
    assert (done.worlds, done.interrupted) == (WORLDS, False)
    assert sha(tmp_path / "out") == sha(local)
    assert (tmp_path / "out" / "manifest.json").read_bytes() == (local / "manifest.json").read_bytes()
    place.join()


def test_typed_with_and_without_a_folder(place, local, tmp_path):
    args = ("run", SCENARIO, "--worlds", WORLDS, "--seed", SEED, "--cluster", place.address, "--json")
    alone = call("run", SCENARIO, "--worlds", WORLDS, "--seed", SEED, "--workers", 1, "--json")
    for more in ((), ("--out", tmp_path / "out")):
        done = call(*args, *more)
        assert (done.exit_code, done.stderr) == (0, "")
        assert without_time(done) == without_time(alone)


def without_time(done):
    found = json.loads(done.stdout)
    return {k: v for k, v in found.items() if k not in ("seconds", "worlds_per_second")}


def test_ctrl_c_keeps_what_is_finished_and_resume_goes_on_over_there(place, local, tmp_path):
    def report(done):
        if done == 3072:
            raise KeyboardInterrupt

    folder = tmp_path / "out"
    with Cluster(place.address) as cluster:
        assert play(folder, cluster, progress=report).worlds == 3072
    shutil.copytree(folder, tmp_path / "copy")
    done = call("resume", folder, "--cluster", place.address, "--json")
    assert (done.exit_code, json.loads(done.stdout)["worlds"]) == (0, WORLDS)
    resume(tmp_path / "copy", workers=1)
    assert sha(folder) == sha(tmp_path / "copy") == sha(local)


def test_ctrl_c_in_a_terminal(place, tmp_path):
    args = ("run", SCENARIO, "--worlds", 400_000, "--out", tmp_path / "out", "--cluster", place.address)
    env = {k: v for k, v in os.environ.items() if k != "PYTHONWARNDEFAULTENCODING"} | {
        "PYTHONPATH": str(ROOT)
    }
    command = [sys.executable, "-m", "game.cli", *map(str, args)]
    kinds = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    journal = tmp_path / "out" / "blocks.jsonl"
    with subprocess.Popen(command, env=env, cwd=tmp_path, **kinds) as process:
        until(lambda: process.poll() is not None or (journal.exists() and journal.stat().st_size))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=LATE)
    assert process.returncode == 130, err
    (line,) = (line for line in err.splitlines() if "font" not in line)
    assert line.startswith("stopped after ")
    assert line.endswith(f"; the rest: finalstatus resume {tmp_path / 'out'}")


def test_workers_that_come_late_are_waited_for_and_a_scheduler_that_goes_is_one_line(local, tmp_path):
    with ExitStack() as ends:
        machines = Machines(tmp_path, ends)
        typed = [sys.executable, "-m", "game.cli", "run", SCENARIO, "--worlds", "100", "--cluster"]
        env = {k: v for k, v in os.environ.items() if k != "PYTHONWARNDEFAULTENCODING"} | {
            "PYTHONPATH": str(ROOT)
        }
        kinds = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
        with subprocess.Popen([*typed, machines.address], env=env, cwd=tmp_path, **kinds) as process:
            assert process.stderr.readline() == f"no worker at {machines.address} yet; waiting for one\n"
            machines.join()
            out, err = process.communicate(timeout=LATE)
        assert (process.returncode, err) == (0, "")
        assert "100 worlds" in out

        def report(done):
            if done == 2048:
                end(machines.scheduler, (tmp_path / "log").open("ab"))

        said = r"the Dask scheduler at .* has gone away: .*; [2-7],\d+ of 7,268 worlds are kept; go on with: finalst"
        with Cluster(machines.address) as cluster, pytest.raises(StorageError, match=said):
            play(tmp_path / "out", cluster, progress=report)
    resume(tmp_path / "out", workers=1)
    assert sha(tmp_path / "out") == sha(local)


def test_another_version_over_there(place, local, tmp_path):
    tree = tmp_path / "tree"
    for name in ("sim", "scenarios"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tree)  # which says the version
    with (tree / "sim" / "rules" / "__init__.py").open("a", encoding="utf-8") as file:
        file.write("\n# another version\n")
    with ExitStack() as ends:
        machines = Machines(tmp_path, ends)
        machines.join(tree=tree)
        shutil.copytree(local, tmp_path / "mine")
        args = ("run", SCENARIO, "--worlds", 10, "--cluster", machines.address)
        for more in ((), ("--out", tmp_path / "new"), ("--out", tmp_path / "mine")):
            (line,) = refused(*args, *more)
            assert f"{machines.address!r}: the worker tcp://127.0.0.1:" in line
            assert "has another code of the model: expected '" in line
        assert not (tmp_path / "new").exists()
        assert sha(tmp_path / "mine") == sha(local), (
            "a finished run was thrown away before the cluster was looked at"
        )


def test_an_address_where_nobody_is(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.cluster.PATIENCE", 0.5)
    monkeypatch.setattr("sim.cluster.Cluster.__init__.__defaults__", (0.5,))
    for address, said in (
        ("127.0.0.1:1", "found none: timed out trying to connect to tcp://127.0.0.1:1"),
        ("foo://x:1", "found none: unknown address scheme 'foo'"),
        ("somewhere", "found none: missing port number in address 'somewhere'"),
    ):
        (line,) = refused("run", SCENARIO, "--cluster", address, "--out", tmp_path / "new")
        assert line.startswith(f"error: expected a Dask scheduler at {address!r}, ")
        assert said in line
    assert not (tmp_path / "new").exists()
    (line,) = refused("run", SCENARIO, "--cluster", " ")
    assert "expected the address of a Dask scheduler such as tcp://10.0.0.1:8786, found ''" in line
    (line,) = refused("run", SCENARIO, "--cluster", "127.0.0.1:1", "--workers", 2)
    assert line == "error: --workers: the cluster has its own; leave it out"


def test_without_dask(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    (line,) = refused("run", SCENARIO, "--cluster", "127.0.0.1:1")
    assert line == "error: distributed is not installed; install it with: pip install 'finalstatus[cluster]'"


def test_arms_are_compared_over_there(place):
    args = ("compare", SCENARIO, f"{SCENARIO},rules.mediation=none", "--worlds", 1100, "--json")
    there, here = (call(*args, *more) for more in (("--cluster", place.address), ("--workers", 1)))
    assert (there.exit_code, there.stderr) == (0, "")
    assert without_time(there) == without_time(here)


def test_in_python(place):
    with Cluster(place.address) as cluster:
        there = run(SCENARIO, 1100, SEED, workers=cluster)
    here = run(SCENARIO, 1100, SEED, workers=1)
    assert (there.stance == here.stance).all()
    assert there.outcomes() == here.outcomes()


def test_what_is_compared_of_two_machines():
    assert set(made_by()) == {"finalstatus", "numpy", "processor", "code of the model"}
    with pytest.raises(
        ClusterError, match=r"a worker has another processor: expected 'x86_64', found 'arm64'"
    ):
        check_same("a worker", {"processor": "x86_64"}, {"processor": "arm64"})
