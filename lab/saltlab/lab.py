"""A lab as its owner sees it: bring up, run commands in its machines, take down."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from saltlab import process
from saltlab.layout import MASTER, Machine, Role, machines
from saltlab.machine_exec import Host
from saltlab.problem import EX_NOPERM, EX_TEMPFAIL, EX_UNAVAILABLE, LabProblem

CHECKOUT = Path(__file__).resolve().parents[2]
DEFAULT_FOLDER = CHECKOUT / ".lab" / "default"
DEFAULT_SALT = "3008.4"
NAMESPACES = ("--mount", "--pid", "--net", "--uts", "--ipc")


@dataclass(frozen=True)
class _Init:
    """The lab's first process and the launcher that waits for it, as the host numbers them."""

    launcher: int
    launcher_started: int
    pid: int
    started: int


class Lab:
    """One lab and its folder. The folder holds the record of what runs (`lab.json`) and `lab.log`."""

    def __init__(self, folder: Path = DEFAULT_FOLDER) -> None:
        self.folder = folder.absolute()
        self._owner: int | None = None
        self._ends_with_block = False

    # --- life ---------------------------------------------------------------------------------------------

    def up(self, minions: int = 3, salt: str = DEFAULT_SALT, owned: bool = False, timeout: float = 90.0) -> None:
        """Brings all machines up as far as sshd; Salt is started by `saltlab.salt`.

        `owned`: the lab ends when this process ends, however that happens, unless `keep` is called before.
        """
        venv = CHECKOUT / ".lab" / f"venv-{salt}"
        if os.geteuid() != 0:
            raise LabProblem("lab: namespaces and mounts need root; run as root", EX_NOPERM)
        if not (venv / "made-from").exists():
            raise LabProblem(f"lab: no {venv}; run lab/prerequisites --salt {salt}", EX_UNAVAILABLE)
        machines(minions)
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            self._take(lock)
            self._ends_with_block = True
            self._remove_files()
            (self.folder / "m").mkdir(exist_ok=True)
            self.folder.chmod(0o700)
            (self.folder / "spec.json").write_text(json.dumps({"minions": minions, "salt": salt, "venv": str(venv)}))
            try:
                self._launch(owned, timeout)
            except BaseException:
                self.down()
                raise
        finally:
            os.close(lock)

    def _take(self, lock: int) -> None:
        """Makes sure that nobody else has a lab in this folder, or is bringing one up."""
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            free = self._recorded() is None
        except BlockingIOError:
            free = False
        if not free:
            raise LabProblem(
                f"lab: {self.folder}: a lab is up here; lab/lab down --dir {self.folder}, or take another --dir",
                EX_TEMPFAIL,
            )

    def _launch(self, owned: bool, timeout: float) -> None:
        read_end, write_end = os.pipe() if owned else (None, None)
        flags = [*NAMESPACES, "--fork", "--kill-child=KILL", "--mount-proc", "--propagation=private"]
        inside = [sys.executable, "-B", "-m", "saltlab.inside", str(self.folder)]
        with (self.folder / "lab.log").open("wb") as log:
            launcher = subprocess.Popen(
                ["unshare", *flags, "--", *inside, "-" if read_end is None else str(read_end)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": str(CHECKOUT / "lab")},
                pass_fds=[] if read_end is None else [read_end],
                start_new_session=True,
            )
        if read_end is not None:
            os.close(read_end)
        self._owner = write_end
        self._record({"launcher": launcher.pid, "launcher_started": process.start_time(launcher.pid)})
        deadline = time.monotonic() + timeout
        while not (self.folder / "ready.json").exists():
            if launcher.poll() is not None or (self.folder / "failed.txt").exists():
                log_text = (self.folder / "lab.log").read_text(errors="replace")
                raise LabProblem(f"lab: {self.folder}: could not come up:\n{log_text}", EX_UNAVAILABLE)
            if time.monotonic() > deadline:
                raise LabProblem(f"lab: {self.folder}: not up within {timeout:.0f} s; see lab.log", EX_UNAVAILABLE)
            time.sleep(0.02)
        self._record_machines(launcher.pid)

    def _record_machines(self, launcher: int) -> None:
        """Finds the host's numbers of the processes that the lab knows by its own."""
        (init,) = process.children(launcher)
        inner = {pid: name for name, pid in json.loads((self.folder / "ready.json").read_text())["machines"].items()}
        found = {}
        for machine_launcher in process.children(init):
            for pid in process.children(machine_launcher):
                name = inner.get(process.number_in_parent_namespace(pid))
                if name is not None:
                    found[name] = pid
        if len(found) != len(inner):
            raise LabProblem(f"lab: {self.folder}: found machines {sorted(found)} of {sorted(inner.values())}")
        self._record(
            {
                "launcher": launcher,
                "launcher_started": process.start_time(launcher),
                "pid": init,
                "started": process.start_time(init),
                "machines": found,
            }
        )

    def keep(self) -> None:
        """The lab stays when its owner ends: the pipe's end is handed to a process of the lab itself."""
        if self._owner is not None:
            host = self.host(MASTER.name)
            host.spawn_holding(self._owner)
            os.close(self._owner)
            self._owner = None
        self._ends_with_block = False

    def down(self) -> None:
        """Ends the lab, whatever state it is in; nothing happens if there is none."""
        record = self._read_record()
        launcher, launcher_started = record.get("launcher"), record.get("launcher_started")
        doomed = []
        if launcher and launcher_started and process.is_alive(launcher, launcher_started):
            doomed = [(pid, started) for pid in process.children(launcher) if (started := process.start_time(pid))]
            doomed.append((launcher, launcher_started))
        if record.get("pid"):
            doomed.insert(0, (record["pid"], record["started"]))
        for pid, started in doomed:
            if not process.kill(pid, started):
                raise LabProblem(f"lab: {self.folder}: process {pid} outlives SIGKILL; look at /proc/{pid}/stack")
        if self._owner is not None:
            os.close(self._owner)
            self._owner = None
        self._ends_with_block = False
        self._remove_files()
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()

    def is_up(self) -> bool:
        return self._recorded() is not None

    def __enter__(self) -> Lab:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._ends_with_block:
            self.down()

    # --- what is in it --------------------------------------------------------------------------------------

    def host(self, name: str) -> Host:
        """The running machine of that name."""
        if self._recorded() is None:
            raise self._not_up()
        record = self._read_record()
        pid = record.get("machines", {}).get(name)
        if pid is None:
            names = ", ".join(record.get("machines", {}))
            raise LabProblem(f"lab: {self.folder}: no machine {name!r}; there are {names}", EX_UNAVAILABLE)
        return Host(next(m for m in self.machines() if m.name == name), pid)

    def _not_up(self) -> LabProblem:
        return LabProblem(f"lab: {self.folder}: no lab is up here; lab/lab up --dir {self.folder}", EX_UNAVAILABLE)

    def machines(self) -> list[Machine]:
        return machines(self.spec()["minions"])

    def minions(self) -> list[Machine]:
        return [m for m in self.machines() if m.role is Role.MINION]

    def spec(self) -> dict:
        """What was asked for: {"minions": int, "salt": version, "venv": path}."""
        try:
            return json.loads((self.folder / "spec.json").read_text())
        except FileNotFoundError:
            raise self._not_up() from None

    # --- the record -----------------------------------------------------------------------------------------

    def _record(self, record: dict) -> None:
        new = self.folder / "lab.json.new"
        new.write_text(json.dumps(record))
        new.rename(self.folder / "lab.json")

    def _read_record(self) -> dict:
        try:
            return json.loads((self.folder / "lab.json").read_text())
        except FileNotFoundError:
            return {}

    def _recorded(self) -> int | None:
        """The lab's first process (or, while it comes up, its launcher), if it still runs."""
        record = self._read_record()
        for pid, started in (("pid", "started"), ("launcher", "launcher_started")):
            if record.get(pid) and process.is_alive(record[pid], record[started]):
                return record[pid]
        return None

    def _remove_files(self) -> None:
        """Removes what a lab leaves in its folder: only names that a lab makes itself."""
        for name in ("lab.json", "lab.json.new", "spec.json", "ready.json", "ready.new", "failed.txt", "lab.log"):
            (self.folder / name).unlink(missing_ok=True)
        if (self.folder / "m").is_dir():
            (self.folder / "m").rmdir()
