"""The attacker of the tests: a new address for each deed, real ssh clients, impatient."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from saltlab import ssh
from saltlab.lab import Lab
from saltlab.layout import ATTACKER, Machine
from saltlab.problem import LabProblem
from saltlab.ssh import Attempt, Outcome

PATIENCE_SECONDS = 1


class Attacker:
    """Owns 203.0.113.100 to .250; each address is used by one test alone, so that tests do not meet."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._host = lab.host(ATTACKER.name)
        self._numbers = count(100)

    def new_address(self) -> str:
        address = f"203.0.113.{next(self._numbers)}"
        self._host.run("ip", "addr", "add", f"{address}/24", "dev", "eth0").checked()
        return address

    def server(self, name: str) -> Machine:
        return next(machine for machine in self._lab.machines() if machine.name == name)

    def guesses(self, address: str, server: str, times: int = 3, user: str = "root") -> None:
        """Types a wrong password `times` times, each in a connection of its own, at the same time."""
        with ThreadPoolExecutor(max_workers=times) as pool:
            runs = [
                pool.submit(ssh.by_password, self._host, self.server(server), user, f"guess-{n}", source=address)
                for n in range(times)
            ]
            attempts = [run.result() for run in runs]
        for attempt in attempts:
            if attempt.outcome is not Outcome.DENIED:
                raise LabProblem(f"{address} guessing on {server}: {attempt.outcome.value}: {attempt.words}")

    def knocks(self, address: str, servers: Iterable[str]) -> dict[str, Outcome]:
        """Connects to each server without trying a password; what became of it, by server."""
        names = list(servers)
        with ThreadPoolExecutor(max_workers=max(1, len(names))) as pool:
            attempts = pool.map(lambda name: self._knock(address, name), names)
            return {name: attempt.outcome for name, attempt in zip(names, attempts, strict=True)}

    def _knock(self, address: str, server: str) -> Attempt:
        return ssh.knock(self._host, self.server(server), source=address, timeout=PATIENCE_SECONDS)
