"""docs/topics/quickstart.md, followed to the letter on a fleet that nobody has prepared."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from saltlab import document, ssh
from saltlab.fleet import DIST, Fleet
from saltlab.lab import CHECKOUT, Lab
from saltlab.layout import ADMIN, ATTACKER
from saltlab.machine_exec import Host, Result
from saltlab.provision import write
from saltlab.salt import Salt
from saltlab.ssh import Outcome

QUICKSTART = CHECKOUT / "docs" / "topics" / "quickstart.md"
# The lab has no systemd; its machines start and stop daemons by scripts in /etc/init.d.
SYSTEMCTL = """#!/bin/sh
act=$1
shift
for service in "$@"; do "/etc/init.d/$service" "$act" || exit; done
"""


@pytest.fixture(scope="module")
def fleet(folder: Path, salt_version: str) -> Iterator[Fleet]:
    """Three minions that answer, and nothing of saltban anywhere; somebody has guessed on web1."""
    with Lab(folder / "quickstart") as lab:
        lab.up(minions=3, salt=salt_version, owned=True)
        fleet = Fleet(lab)
        Salt(lab).start()
        master = fleet.master
        shutil.copytree(DIST, master.path("/root/dist/salt"), copy_function=shutil.copyfile)
        write(master.path("/usr/local/bin/systemctl"), SYSTEMCTL, 0o755)
        guesser, web1 = lab.host(ATTACKER.name), fleet.lab.host("web1").machine
        ssh.by_password(guesser, web1, "root", "guess", prompts=3)
        yield fleet


class Operator:
    """Types on the master what the document says, and keeps what came back."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.said: dict[str, Result] = {}

    def follow(self, block: document.Block) -> None:
        master = self.fleet.master
        if block.language == "yaml":
            write(master.path(block.file()), block.text)
            return
        for command in block.commands():
            self.said[command] = self._type(master, self._as_shown(command))
            if "systemctl" in command:
                self._wait_for_salt()

    def _as_shown(self, command: str) -> str:
        """The number of proposed bans is the one that `saltban mode` has just shown."""
        shown = [said.out for line, said in self.said.items() if line.endswith("saltban mode")]
        return re.sub(r"--bans \d+", lambda _: re.search(r"--bans \d+", shown[-1])[0], command)  # type: ignore[index]

    @staticmethod
    def _type(master: Host, command: str) -> Result:
        return master.run("sh", "-c", command, timeout=180).checked()

    def _wait_for_salt(self) -> None:
        self.fleet.salt.wait_for_master()
        self.fleet.salt.wait_for_api()
        self.fleet.salt.wait_for_minions(self.fleet.minions)


def test_who_follows_the_quickstart_has_a_fleet_that_refuses_the_guesser(fleet: Fleet) -> None:
    operator = Operator(fleet)
    steps = document.blocks(QUICKSTART)
    assert len(steps) >= 11
    for block in steps:
        operator.follow(block)
    servers = fleet.lab.minions()
    guesser, admin = fleet.lab.host(ATTACKER.name), fleet.lab.host(ADMIN.name)
    assert {ssh.knock(guesser, server, timeout=1).outcome for server in servers} == {Outcome.REFUSED}
    assert {ssh.by_key(admin, server).outcome for server in servers} == {Outcome.IN}
    assert "root-guessing" in operator.said[f"runuser -u saltban -- saltban why {ATTACKER.address4}"].out
    fleet.saltban("doctor").checked()
