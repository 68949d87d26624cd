"""Salt's daemons in a lab: start, restart, wait until they answer, run Salt's commands."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from saltlab.lab import Lab
from saltlab.layout import MASTER
from saltlab.machine_exec import Host
from saltlab.problem import EX_UNAVAILABLE, LabProblem
from saltlab.provision import HASTY_CONFIG_FOLDER

RETURN_PORT = 4506
PUBLISH_PORT = 4505


def wait_until(what: str, holds: Callable[[], bool], timeout: float, pause: float = 0.05) -> None:
    """Waits until something holds; a problem that names it if it does not in time."""
    deadline = time.monotonic() + timeout
    while not holds():
        if time.monotonic() > deadline:
            raise LabProblem(f"lab: not within {timeout:.0f} s: {what}", EX_UNAVAILABLE)
        time.sleep(pause)


class Salt:
    """Salt in a lab; `master` is where its commands run."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.master: Host = lab.host(MASTER.name)

    def start(self, master_minion: bool = False, timeout: float = 90.0) -> None:
        """Starts master and minions; answers when every minion has answered `test.ping`."""
        self.daemon(self.master, "salt-master", "start")
        names = [machine.name for machine in self.lab.minions()] + ([MASTER.name] if master_minion else [])
        for name in names:
            self.daemon(self.lab.host(name), "salt-minion", "start")
        self.wait_for_master(timeout)
        self.wait_for_minions(names, timeout)

    def daemon(self, host: Host, name: str, act: str) -> None:
        """`start`, `stop` or `restart` of salt-master, salt-api or salt-minion on a machine."""
        host.run(f"/etc/init.d/{name}", act, timeout=40).checked()

    def wait_for_master(self, timeout: float = 60.0) -> None:
        wait_until("the master accepts connections", lambda: self.master.listens(RETURN_PORT), timeout)

    def wait_for_api(self, port: int = 8000, timeout: float = 60.0) -> None:
        wait_until(f"salt-api accepts connections on port {port}", lambda: self.master.listens(port), timeout)

    def wait_for_minions(self, names: Iterable[str], timeout: float = 60.0) -> None:
        """Waits until all of these minions return a `test.ping`."""
        names = list(names)
        if not names:
            return
        deadline = time.monotonic() + timeout
        for name in names:
            host = self.lab.host(name)
            wait_until(
                f"{name} is connected to the master",
                lambda host=host: host.connections_to(PUBLISH_PORT) > 0,  # type: ignore[misc]
                max(1.0, deadline - time.monotonic()),
            )
        silent = set(names)
        while silent:
            silent -= self._answering(silent)
            if silent and time.monotonic() > deadline:
                raise LabProblem(f"lab: no answer to test.ping: {', '.join(sorted(silent))}", EX_UNAVAILABLE)

    def _answering(self, names: set[str]) -> set[str]:
        """Which of these minions answer at once."""
        hastily = ["salt", f"--config-dir=/{HASTY_CONFIG_FOLDER}", "--out=json", "--static"]
        done = self.master.run(*hastily, "-L", ",".join(sorted(names)), "test.ping", timeout=30)
        try:
            return {name for name, answer in json.loads(done.out).items() if answer is True}
        except json.JSONDecodeError:
            return set()

    def run(self, minions: str, function: str, *arguments: str, target: str = "", timeout: int = 60) -> dict[str, Any]:
        """`salt TARGET MINIONS FUNCTION ARGUMENTS`: returns by minion; a silent one is absent or False.

        `target` is an option of salt(1): -L list, -E expression, -G grain; "" is a glob.
        """
        words = ["salt", "--out=json", "--static", f"--timeout={timeout}", *([target] if target else []), minions]
        done = self.master.run(*words, function, *arguments, timeout=timeout + 30)
        try:
            return json.loads(done.out)
        except json.JSONDecodeError:
            if "No minions matched" in done.out + done.err:
                return {}
            raise LabProblem(f"{done.command}: status {done.status}, no JSON:\n{done.out}{done.err}") from None

    def put_file_root(self, tree: Path) -> None:
        """Copies a tree to the master's file root /srv/salt, in place of what stood there."""
        root = self.master.path("/srv/salt")
        for old in root.iterdir():
            if old.is_dir() and not old.is_symlink():
                shutil.rmtree(old)
            else:
                old.unlink()
        shutil.copytree(tree, root, dirs_exist_ok=True, copy_function=shutil.copyfile)
