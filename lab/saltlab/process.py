"""Processes by number, without mistaking a new one for an old one."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def start_time(pid: int) -> int | None:
    """When the process began, in clock ticks since boot (field 22 of proc(5) stat); None if it is gone or a zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else int(fields[19])


def is_alive(pid: int, started: int) -> bool:
    """Is this still the process that began at `started`?"""
    return start_time(pid) == started


def kill(pid: int, started: int, timeout: float = 20.0) -> bool:
    """Ends the process by SIGKILL, if it is still the same one; True once it is gone."""
    deadline = time.monotonic() + timeout
    while is_alive(pid, started):
        if time.monotonic() > deadline:
            return False
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return True


def children(parent: int) -> list[int]:
    """Numbers of the processes whose parent is `parent`."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(stat.rpartition(")")[2].split()[1]) == parent:
                found.append(int(entry.name))
    return found


def number_in_parent_namespace(pid: int) -> int:
    """The number of the process in the namespace just above its innermost one (NSpid in proc(5) status)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("NSpid:"):
            return int(line.split()[-2])
    raise ProcessLookupError(f"/proc/{pid}/status: no NSpid; a kernel of 4.1 or newer is needed")
