"""Installs saltban in a lab and keeps what each step of it returned, for tests to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from saltlab.fleet import Fleet
from saltlab.machine_exec import Host

# Where a formula could leave something; Salt's own cache is not of interest.
WATCHED = ("/etc", "/opt", "/root", "/srv", "/usr/local", "/var/lib", "/var/spool")


@dataclass(frozen=True)
class Installation:
    """An installed fleet, and the returns of all state runs on the way, by minion."""

    fleet: Fleet
    dry: dict[str, Any]
    master: dict[str, Any]
    master_again: dict[str, Any]
    minions: dict[str, Any]
    minions_again: dict[str, Any]
    changed_by_dry_run: set[str]
    changed_by_second_run: set[str]


def install(fleet: Fleet) -> Installation:
    """Dry run, installation, and a second run, as an operator would. Observes, as every new installation."""
    web1 = fleet.lab.host("web1")
    fleet.copy_formula()
    untouched = footprint(web1)
    dry = fleet.apply_to_minions("test=True")
    after_dry_run = footprint(web1)
    master = fleet.apply_to_master()
    fleet.restart_master()
    fleet.salt.wait_for_minions(fleet.minions)
    minions = fleet.apply_to_minions()
    installed = footprint(web1)
    master_again = fleet.apply_to_master()
    minions_again = fleet.apply_to_minions()
    after_second_run = footprint(web1)
    return Installation(
        fleet=fleet,
        dry=dry,
        master=master,
        master_again=master_again,
        minions=minions,
        minions_again=minions_again,
        changed_by_dry_run=untouched ^ after_dry_run,
        changed_by_second_run=installed ^ after_second_run,
    )


def enforce(fleet: Fleet) -> None:
    """Leaves observe mode while no ban is proposed."""
    fleet.saltban("collect").checked()
    fleet.saltban("mode", "enforce", "--bans", "0", "--reason", "for the tests").checked()


def footprint(host: Host) -> set[str]:
    """Every file with owner, mode, size and time, every rule of the firewall."""
    files = host.run("find", *WATCHED, "-not", "-type", "d", "-printf", "%p %U:%G %m %s %T@\n").checked().out
    rules = host.run("nft", "list", "ruleset").checked().out
    return set(files.splitlines()) | set(rules.splitlines())
