"""A log on the disk: every line is synced, no file is written over, and what cannot be written leaves no trace."""

import os
from contextlib import suppress
from pathlib import Path

from sim.faults import LogError, reason


def create(path: Path, data: bytes) -> None:
    """Write a new file and sync it, folder included. LogError: there is one already, or it cannot be written."""
    try:
        with path.open("xb") as f:
            f.write(data)
            f.flush()
            synced(f.fileno())
        sync_folder(path.parent)
    except FileExistsError:
        raise LogError(f"{path}: expected a new file, found one there; choose another name") from None
    except (OSError, ValueError) as e:
        raise LogError(f"{path}: cannot be written: {reason(e)}") from None


def extend(path: Path, line: bytes, size: int) -> None:
    """Add a line to a file of a size and sync it. LogError: the file is another one by now, or cannot be written."""
    try:
        with path.open("r+b", buffering=0) as f:
            if f.seek(0, os.SEEK_END) != size:
                raise LogError(f"{path}: expected the log as this game left it; another program writes to it")
            try:
                if f.write(line) != len(line):
                    raise OSError("no space left")
                synced(f.fileno())
            except OSError:
                with suppress(OSError):
                    f.truncate(size)
                raise
    except OSError as e:
        raise LogError(f"{path}: cannot be written: {reason(e)}; nothing of this was done") from None


def cut_off(path: Path, size: int) -> Path:
    """Move what follows so many bytes of a file into another one beside it, NAME.torn. LogError: it cannot be."""
    beside = path.with_name(f"{path.name}.torn")
    try:
        torn = path.read_bytes()[size:]
        with beside.open("ab") as f:
            f.write(torn + b"\n")
            synced(f.fileno())
        with path.open("r+b") as f:
            f.truncate(size)
            synced(f.fileno())
    except OSError as e:
        raise LogError(f"{path}: cannot be mended: {reason(e)}") from None
    return beside


def synced(handle: int) -> None:
    """Wait until a file is on the disk."""
    os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Wait until a new name in a folder is on the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
