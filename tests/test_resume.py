"""Whatever ends a run, nothing that was finished is lost, and `resume` makes it what it would have been."""

import hashlib
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import call, refused

import sim.keeping
from sim.keeping import keep, locked, resume
from sim.kept import JOURNAL, open_run
from sim.scenario import load
from sim.storage import StorageError

pytest.importorskip("pyarrow.parquet")
ROOT = Path(__file__).parents[1]
SCENARIO, WORLDS, BLOCKS = "cyprus_2004", 5 * 1024 + 100, 6
LIMITS = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs the limits of a POSIX system")


def contents(folder):
    """Every file by its name, as a hash: two runs are the same if these are."""
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def play(folder, **options):
    return keep(folder, load(SCENARIO), WORLDS, 3, workers=1, block=1024, **options)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """What a run comes to that nothing breaks off."""
    folder = tmp_path_factory.mktemp("whole")
    play(folder)
    return contents(folder)


class Broken(Exception):  # noqa: N818
    """Stands for the end of a process: nothing after it is done."""


@pytest.fixture(scope="module")
def broken_off(tmp_path_factory):
    """A run of which three blocks of six were finished when its process ended."""
    folder = tmp_path_factory.mktemp("short")

    def report(done):
        if done == 4 * 1024:
            raise Broken

    with pytest.raises(Broken):
        play(folder, progress=report)
    assert sorted(p.name for p in (folder / "worlds").iterdir()) == [f"00000{k}.parquet" for k in range(3)]
    return folder


@pytest.fixture
def short(broken_off, tmp_path):
    """A copy of it."""
    return Path(shutil.copytree(broken_off, tmp_path / "short"))


def surroundings() -> dict[str, str]:
    """What a process started here finds around it; a warning about an encoding that matplotlib leaves open is none
    of ours.
    """
    return {k: v for k, v in os.environ.items() if k != "PYTHONWARNDEFAULTENCODING"} | {
        "PYTHONPATH": str(ROOT)
    }


def ours(text: str) -> list[str]:
    """Lines on standard error, without what matplotlib says of the list of fonts that it makes on a new machine."""
    return [line for line in text.splitlines() if "font" not in line]


def spawn(code, *args, **options):
    """Another process with code of a test, which can be killed."""
    env = surroundings() | {"PYTHONIOENCODING": "utf-8"}
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8", **options}
    return subprocess.Popen([sys.executable, *code, *map(str, args)], env=env, cwd=ROOT, **options)


RUN = """
import sys
from pathlib import Path
from sim.keeping import keep
from sim.scenario import load
if __name__ == "__main__":
    keep(Path(sys.argv[1]), load({scenario!r}), {worlds}, 3, workers=int(sys.argv[2]), block=1024)
"""


@pytest.fixture
def script(tmp_path):
    """A program that plays the run of these tests: DIR WORKERS."""
    path = tmp_path / "program.py"
    path.write_text(RUN.format(scenario=SCENARIO, worlds=WORLDS), encoding="utf-8")
    return path


def stamps(folder):
    """Which files these are, and when they were written."""
    return {p.name: (p.stat().st_ino, p.stat().st_mtime_ns) for p in (folder / "worlds").glob("*.parquet")}


# ------------------------------------------------------------------ what ends a run


@LIMITS
def test_kill_9_in_the_middle(whole, script, tmp_path):
    folder = tmp_path / "out"
    with spawn([str(script)], folder, 2) as process:
        until(
            lambda: (folder / JOURNAL).exists() and (folder / JOURNAL).read_bytes().count(b"\n") >= 2, process
        )
        process.kill()
        process.communicate(timeout=20)  # which waits for the workers too: none is left behind
    before = stamps(folder)
    assert 2 <= len(before) < BLOCKS, "it was finished before it was killed"
    done = call("resume", folder, "--workers", 1, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["worlds"] == WORLDS
    assert contents(folder) == whole
    left = [name for name, stamp in stamps(folder).items() if before.get(name) == stamp]
    assert len(left) >= 2, "blocks that were done were written again"


def until(reached, process):
    """Wait for something that a process does."""
    late = time.monotonic() + 60
    while not reached():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < late
        time.sleep(0.002)


@LIMITS
def test_a_full_disk_is_one_line_and_nothing_is_lost(whole, short):
    before = stamps(short)

    def small():
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))

    with spawn(["-m", "game.cli"], "resume", short, "--workers", 1, preexec_fn=small) as process:
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert ours(err) == [
        f"error: cannot write to {str(short)!r}: file too large; 3,072 of 5,220 worlds are kept; "
        f"go on with: finalstatus resume {short}"
    ]
    assert stamps(short) == before
    assert not list((short / "worlds").glob(".*"))
    resume(short, workers=1)
    assert contents(short) == whole


@LIMITS
def test_a_disk_too_small_for_the_first_block(tmp_path):
    def small():
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, resource.RLIM_INFINITY))

    args = ("run", SCENARIO, "--worlds", 3000, "--workers", 1, "--out", tmp_path / "new")
    with spawn(["-m", "game.cli"], *args, preexec_fn=small) as process:
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert ours(err) == [
        f"error: cannot write to {str(tmp_path / 'new')!r}: file too large; nothing was finished"
    ]
    assert not (tmp_path / "new").exists()


IN_A_SMALL_ROOM = """
mount -t tmpfs -o size=900k tmpfs "$1" || exit 77
"$2" "$3" "$1" 1 2>/dev/null && exit 78
ls "$1/worlds"
"$2" -m game.cli resume "$1" --workers 1 --json > /dev/null
echo status $?
mount -o remount,size=50m "$1"
"$2" -m game.cli resume "$1" --workers 1 --json > /dev/null || exit 79
cat "$1/manifest.json"
"""


@LIMITS
def test_a_disk_that_is_full_and_is_given_more_room(whole, script, tmp_path):
    """A small file system in memory, where the system lets a test have one of its own."""
    folder = tmp_path / "room"
    folder.mkdir()
    if not shutil.which("unshare"):
        pytest.skip("needs unshare")
    command = ["unshare", "-rm", "sh", "-c", IN_A_SMALL_ROOM, "sh", folder, sys.executable, script]
    env = surroundings()
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=env, cwd=ROOT, check=False)
    if done.returncode in (1, 77):
        pytest.skip(f"no file system of its own: {done.stderr}")
    assert done.returncode == 0, done.stderr
    listing, _, rest = done.stdout.partition("status 2\n")
    assert "000000.parquet" in listing
    assert "no space left on device; " in done.stderr
    assert "go on with: finalstatus resume" in done.stderr
    assert hashlib.sha256(rest.encode()).hexdigest() == whole["manifest.json"]


@LIMITS
def test_a_worker_that_is_killed(whole, tmp_path):
    folder = tmp_path / "out"

    def report(done):
        if done == 2048:
            os.kill(multiprocessing.active_children()[0].pid, signal.SIGKILL)

    said = r"a worker process was ended from outside, .*; [1-5],\d+ of 5,220 worlds are kept; go on with: finalstatus"
    with pytest.raises(StorageError, match=said):
        keep(folder, load(SCENARIO), WORLDS, 3, workers=2, block=1024, progress=report)
    resume(folder, workers=2)
    assert contents(folder) == whole


def test_ctrl_c_and_then_the_rest(whole, tmp_path):
    def report(done):
        if done == 2048:
            raise KeyboardInterrupt

    folder = tmp_path / "out"
    assert play(folder, progress=report).worlds == 2048
    (line,) = refused("run", SCENARIO, "--out", folder)
    assert "holds an unfinished run of cyprus_2004, 2,048 of 5,220 worlds" in line
    assert f"finalstatus resume {folder}" in line
    assert resume(folder, workers=1).worlds == WORLDS
    assert contents(folder) == whole


def test_ctrl_c_within_a_block_keeps_what_there_is_of_it(tmp_path):
    def report(done):
        if done == 3072:
            raise KeyboardInterrupt

    kept, straight = tmp_path / "kept", tmp_path / "straight"
    found = keep(kept, load(SCENARIO), 4096, 3, workers=1, block=2048, progress=report)
    assert (found.worlds, found.interrupted) == (3072, True)
    assert open_run(kept).totals().outcomes() == found.outcomes()
    assert resume(kept, workers=1).worlds == 4096
    keep(straight, load(SCENARIO), 4096, 3, workers=1, block=2048)
    assert contents(kept) == contents(straight)


def test_ctrl_c_while_it_is_resumed(whole, short):
    def report(done):
        if done == 5 * 1024:
            raise KeyboardInterrupt

    found = resume(short, workers=1, progress=report)
    assert (found.worlds, found.interrupted) == (5 * 1024, True)
    resume(short, workers=1)
    assert contents(short) == whole


# ------------------------------------------------------------------ what is left of a run


def test_what_is_done_is_not_played_again(short, whole, monkeypatch):
    before, played, stream = stamps(short), [], sim.keeping.stream

    def watched(job, blocks, workers):
        played.extend(blocks)
        return stream(job, played, workers)

    monkeypatch.setattr(sim.keeping, "stream", watched)
    resume(short, workers=1)
    assert played == [(3, 1024), (4, 1024), (5, 100)]
    assert before.items() <= stamps(short).items()
    assert contents(short) == whole
    call("resume", short)
    assert len(played) == 3
    assert contents(short) == whole


def test_a_block_that_is_not_what_it_was_is_played_again(short, whole):
    first, second, third = (short / "worlds" / f"00000{k}.parquet" for k in range(3))
    data = second.read_bytes()
    for harmed in (
        data[: len(data) // 2],
        data[:500] + bytes([data[500] ^ 1]) + data[501:],
        first.read_bytes(),
    ):
        second.write_bytes(harmed)
        with pytest.raises(StorageError, match=r"missing or damaged; play it again with: finalstatus resume"):
            open_run(short).totals()
    third.unlink()
    before = first.stat().st_mtime_ns
    resume(short, workers=1)
    assert first.stat().st_mtime_ns == before
    assert contents(short) == whole


def test_a_block_half_written_is_never_read(short, whole):
    first = (short / "worlds" / "000000.parquet").read_bytes()
    (short / "worlds" / ".000003-abc.part").write_bytes(first[:1000])
    (short / "worlds" / "000003.parquet").write_bytes(first)
    with (short / JOURNAL).open("ab") as file:
        file.write(b'{"file": "worlds/000003.parquet", "first": 3072, "wor')
    assert open_run(short).worlds == 3 * 1024
    resume(short, workers=1)
    assert contents(short) == whole


def test_a_finished_run_is_only_shown_and_a_damaged_one_is_mended(short, whole):
    resume(short, workers=1)
    done = call("resume", short)
    assert done.exit_code == 0, done.output
    assert "5,220 worlds, seed 3" in done.stdout
    (short / "worlds" / "000004.parquet").write_bytes(b"")
    assert call("resume", short, "--workers", 1).exit_code == 0
    assert contents(short) == whole


# ------------------------------------------------------------------ what is refused


def test_a_folder_that_cannot_be_written_to(short):
    before = contents(short)
    if os.geteuid():
        short.chmod(0o555)
        (line,) = refused("resume", short)
        short.chmod(0o755)
    else:  # nothing is closed to root but a file system that is read-only
        shell = (
            'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 77; "$2" -m game.cli resume "$1"'
        )
        command = ["unshare", "-m", "sh", "-c", shell, "sh", short, sys.executable]
        env = surroundings()
        done = subprocess.run(command, capture_output=True, encoding="utf-8", env=env, cwd=ROOT, check=False)
        if done.returncode in (1, 77):
            pytest.skip(f"no file system of its own: {done.stderr}")
        assert (done.returncode, done.stdout) == (2, "")
        (line,) = ours(done.stderr)
    assert line.startswith(f"error: cannot write to {str(short)!r}: ")
    assert contents(short) == before


def test_another_scenario(short, tmp_path):
    before = contents(short)
    (line,) = refused("run", "example", "--worlds", 40, "--out", short)
    assert "holds an unfinished run of cyprus_2004" in line
    assert contents(short) == before
    other = tmp_path / "other"
    keep(other, load("example"), 10, workers=1)
    shutil.copy(other / "scenario.json", short / "scenario.json")
    (line,) = refused("resume", short)
    assert "scenario.json' is another scenario than the one that manifest.json tells of" in line


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("numpy", "was begun with another numpy: expected 1.0, found"),
        ("finalstatus", "was begun with another finalstatus: expected 1.0, found"),
        ("machine", "was begun with another processor: expected 1.0, found"),
        ("code_sha256", "was begun with another code of the model: expected 1.0, found"),
    ],
)
def test_another_version(short, key, said):
    manifest = json.loads((short / "manifest.json").read_text(encoding="utf-8"))
    (manifest["versions"] if key in manifest["versions"] else manifest)[key] = "1.0"
    (short / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    before = contents(short)
    (line,) = refused("resume", short)
    assert said in line
    assert contents(short) == before


def test_what_is_no_run(tmp_path):
    (line,) = refused("resume", tmp_path / "nowhere")
    assert "expected a folder that `run --out` wrote, found no folder" in line
    (line,) = refused("resume", tmp_path)
    assert "found no manifest.json of ours" in line
    with pytest.raises(ValueError, match=r"expected a multiple of 1,024 worlds in a file, found 1000"):
        keep(tmp_path / "new", load(SCENARIO), 10, block=1000)
    assert not (tmp_path / "new").exists()
    (tmp_path / "worlds").mkdir()
    (tmp_path / "worlds" / "mine.parquet").write_bytes(b"mine")
    (line,) = refused("run", SCENARIO, "--worlds", 10, "--out", tmp_path)
    assert "expected a new folder or one of ours, found 'worlds'" in line
    versions = {"finalstatus": "0.1.0"}
    for more, said in (
        ({"over": {}}, "holds a sweep; expected a run"),
        ({}, "was written by an older version"),
    ):
        (tmp_path / "manifest.json").write_text(json.dumps({"versions": versions, **more}), encoding="utf-8")
        (line,) = refused("resume", tmp_path)
        assert said in line


def test_a_damaged_manifest_or_scenario_is_one_line(short):
    for name in ("scenario.json", "manifest.json"):
        data = (short / name).read_bytes()
        (short / name).write_bytes(data[: len(data) // 2])
        (line,) = refused("resume", short)
        assert name in line
        (short / name).write_bytes(data)
    manifest = json.loads((short / "manifest.json").read_text(encoding="utf-8"))
    for harm in (
        {"seed": "x"},
        {"block_worlds": 0},
        {"requested": -1},
        {"strategies": 3},
        {"blocks": [{"file": "../../etc/passwd"}]},
        {"blocks": 7},
    ):
        (short / "manifest.json").write_text(json.dumps({**manifest, **harm}), encoding="utf-8")
        (line,) = refused("resume", short)
        assert "manifest.json' is damaged" in line


@LIMITS
def test_two_processes_do_not_write_one_run(short):
    with locked(short):
        (line,) = refused("resume", short)
    assert line == f"error: another process is writing to {str(short)!r}"
