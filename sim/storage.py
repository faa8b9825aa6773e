"""Folders of results: what a folder holds is said by its manifest; every file is written whole and renamed."""

import hashlib
import json
import os
import platform
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sim.faults import reason

if TYPE_CHECKING:
    from sim.schema import Scenario

MANIFEST = "manifest.json"


class StorageError(RuntimeError):
    """A folder for results that cannot be used; the message is fit to show."""


RUN, SWEEP, COMPARISON, SENSITIVITY = "run", "sweep", "comparison", "sensitivity"
"""What a folder of results can hold."""


def held(manifest: Mapping[str, Any]) -> str:
    """What the folder of a manifest holds."""
    if "compared" in manifest:
        return COMPARISON
    return SWEEP if "over" in manifest else SENSITIVITY if "worlds_per_run" in manifest else RUN


def prepare(folder: Path, what: str = RUN, said: str = "--out: ") -> Path:
    """Make sure that results can be written to a folder; it is made where it is missing.

    what   run, sweep, comparison or sensitivity: results of one kind are never written over those of another
    said   what a message begins with: where the folder was named
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (FileExistsError, NotADirectoryError) as e:
        file = next((path for path in (folder, *folder.parents) if path.is_file()), folder)
        raise StorageError(f"{said}expected a folder, found a file at {str(file)!r}") from e
    except OSError as e:
        raise StorageError(f"{said}cannot write to {str(folder)!r}: {reason(e)}") from e
    check_ours(folder)
    found = read_manifest(folder)
    there = held(found)
    if found and there != what:
        one, other = (f"{kind} study" if kind == SENSITIVITY else kind for kind in (there, what))
        raise StorageError(f"{said}{str(folder)!r} holds a {one}; expected another folder for a {other}")
    return folder


def check_ours(folder: Path) -> None:
    """Refuse a folder whose manifest is somebody else's."""
    if (folder / MANIFEST).exists() and not is_ours(read_manifest(folder)):
        raise StorageError(
            f"--out: expected a new folder or one of ours, found another {MANIFEST} in {str(folder)!r}"
        )


def is_ours(manifest: Mapping[str, Any]) -> bool:
    """Does a manifest say that Final Status wrote it?"""
    versions: Any = manifest.get("versions")
    return isinstance(versions, dict) and "finalstatus" in versions


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder; empty if it is none."""
    try:
        found: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return cast(dict[str, Any], found) if isinstance(found, dict) else {}


def write_whole(path: Path, write: Callable[[Path], None], suffix: str | None = None) -> None:
    """Write a file under a temporary name beside it, then rename it; nothing is left of a failure.

    suffix   of the temporary name; that of the file if nothing is said
    """
    ending = path.suffix if suffix is None else suffix
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=ending)
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        temporary.chmod(0o666 & ~umask())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def umask() -> int:
    """The mask that new files get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def replace_all(
    folder: Path, write: Callable[[], list[Path]], manifest: Callable[[list[str]], dict[str, Any]]
) -> list[Path]:
    """Write files and the manifest that lists them; those of an older manifest that are not among them go."""
    try:
        old = read_manifest(folder).get("files", [])
        (folder / MANIFEST).unlink(missing_ok=True)
        paths = write()
        remove_stale(folder, old, [path.name for path in paths])
        content = manifest(sorted(path.name for path in paths))
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        write_whole(folder / MANIFEST, lambda path: put(path, text))
    except OSError as e:
        raise StorageError(f"--out: cannot write to {str(folder)!r}: {reason(e)}") from e
    return [*paths, folder / MANIFEST]


def put_bytes(path: Path, data: bytes) -> None:
    """Write bytes, and wait until they are on the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def put(path: Path, text: str) -> None:
    """Write text, with the same ends of lines everywhere."""
    path.write_text(text, encoding="utf-8", newline="\n")


def remove_stale(folder: Path, old: Iterable[object], new: list[str]) -> None:
    """Remove what an older manifest lists and the new one does not."""
    for name in old:
        if isinstance(name, str) and name == Path(name).name and name not in new:
            (folder / name).unlink(missing_ok=True)


def digest(scenario: "Scenario") -> str:
    """SHA-256 of a scenario's content, its rules and name left out: they stand beside it in the manifest."""
    return digest_of(scenario.model_dump(mode="json", exclude={"rules", "settings", "id"}))


def digest_of(content: object) -> str:
    """SHA-256 of plain values."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def code_digest() -> str:
    """SHA-256 of the model's own source files: two versions that play otherwise never have the same."""
    here, found = Path(__file__).parent, hashlib.sha256()
    for path in sorted(here.rglob("*.py")):
        name = path.relative_to(here).as_posix()
        if not name.startswith("commands/"):
            found.update(f"{name}\n".encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()


def versions() -> dict[str, str]:
    """Versions of what computes the results."""
    import numpy as np

    return {"finalstatus": own_version(), "python": platform.python_version(), "numpy": np.__version__}


def own_version() -> str:
    """The version of Final Status; read from its source tree where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("finalstatus")
    except PackageNotFoundError:
        return source_version()


def source_version() -> str:
    """The version in pyproject.toml beside the package."""
    import tomllib

    project = Path(__file__).parents[1] / "pyproject.toml"
    if not project.exists():
        return "unknown"
    return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
