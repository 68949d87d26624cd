"""Commands in a machine, and its files."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from saltlab.layout import Machine
from saltlab.problem import LabProblem
from saltlab.provision import PATH

ENVIRONMENT = {"PATH": PATH, "HOME": "/root", "USER": "root", "LANG": "C.UTF-8", "SHELL": "/bin/bash"}


@dataclass(frozen=True)
class Result:
    """How a command ended."""

    command: str
    status: int
    out: str
    err: str

    def checked(self) -> Result:
        if self.status != 0:
            raise LabProblem(f"{self.command}: status {self.status}\n{self.out}{self.err}")
        return self


@dataclass(frozen=True)
class Host:
    """A machine that runs, by the host's number of its first process."""

    machine: Machine
    pid: int

    @property
    def name(self) -> str:
        return self.machine.name

    def path(self, inside: str) -> Path:
        """A file of the machine as this process can open it."""
        return Path(f"/proc/{self.pid}/root") / inside.lstrip("/")

    def command(self, *words: str, env: dict[str, str] | None = None) -> list[str]:
        """The command line that runs `words` in the machine, as root, in an environment that is only the machine's."""
        settings = {**ENVIRONMENT, "TERM": os.environ.get("TERM", "dumb"), **(env or {})}
        return [
            "nsenter",
            f"--target={self.pid}",
            *("--mount", "--pid", "--net", "--uts", "--ipc", "--root"),
            "--",
            *("env", "--ignore-environment", "--chdir=/root"),
            *(f"{key}={value}" for key, value in settings.items()),
            *words,
        ]

    def run(
        self, *words: str, timeout: float = 60.0, stdin: str = "", env: dict[str, str] | None = None, user: str = "root"
    ) -> Result:
        """Runs a command to its end; after `timeout` seconds it is ended there, with status 124 (or 137)."""
        inner = ["timeout", "--kill-after=5", str(timeout)]
        if user != "root":
            inner += ["runuser", "-u", user, "--"]
        done = subprocess.run(
            self.command(*inner, *words, env=env),
            input=stdin,
            text=True,
            errors="replace",
            capture_output=True,
            timeout=timeout + 20,
            check=False,
        )
        return Result(f"{self.name}: {' '.join(words)}", done.returncode, done.stdout, done.stderr)

    def spawn_holding(self, descriptor: int) -> None:
        """Leaves a sleeping process in the machine that keeps a file descriptor open as long as the machine runs."""
        subprocess.Popen(
            self.command("sleep", "infinity"),
            pass_fds=[descriptor],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def listens(self, port: int) -> bool:
        """Does anything in the machine accept TCP connections on this port?"""
        return bool(self._sockets(port, "0A"))

    def connections_to(self, port: int) -> int:
        """How many established TCP connections go out to this port?"""
        return len(self._sockets(port, "01", remote=True))

    def _sockets(self, port: int, state: str, remote: bool = False) -> list[str]:
        found = []
        for table in ("tcp", "tcp6"):
            for line in Path(f"/proc/{self.pid}/net/{table}").read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == state and int(fields[2 if remote else 1].rpartition(":")[2], 16) == port:
                    found.append(line)
        return found
