"""The formula on real minions: what it installs, what it leaves alone, and that it can be undone."""

from __future__ import annotations

import json

import pytest

from saltlab.attacker import Attacker
from saltlab.fleet import Fleet, changed_states, failed_states
from saltlab.installation import Installation, footprint
from saltlab.ssh import Outcome


def test_a_dry_run_fails_nowhere_and_announces_changes(installation: Installation) -> None:
    assert sorted(installation.dry) == installation.fleet.minions
    for minion, returned in installation.dry.items():
        assert failed_states(returned) == [], minion
        assert "Agent program is installed" in changed_states(returned)


def test_a_dry_run_changes_nothing(installation: Installation) -> None:
    assert installation.changed_by_dry_run == set()


def test_the_first_run_installs_everything(installation: Installation) -> None:
    assert sorted(installation.minions) == installation.fleet.minions
    for minion, returned in {**installation.minions, "master": installation.master}.items():
        assert failed_states(returned) == [], minion
        assert changed_states(returned) != [], minion


def test_a_second_run_changes_nothing(installation: Installation) -> None:
    for minion, returned in {**installation.minions_again, "master": installation.master_again}.items():
        assert failed_states(returned) == [], minion
        assert changed_states(returned) == [], minion
    assert installation.changed_by_second_run == set()


def test_logs_are_read_by_a_user_who_owns_only_the_outbox(installation: Installation) -> None:
    web1 = installation.fleet.lab.host("web1")
    owned = web1.run("find", "/", "-xdev", "-user", "saltban-agent").out.split()
    owned += web1.run("find", "/var", "/etc", "/opt", "-user", "saltban-agent").out.split()
    assert owned, "nothing is owned by the agent's user"
    assert {path for path in owned if not path.startswith("/var/lib/saltban-agent/outbox")} == set()


@pytest.mark.parametrize("local", [[], ["--local"]])
def test_the_module_answers_on_a_minion_with_and_without_the_master(
    installation: Installation, local: list[str]
) -> None:
    web1 = installation.fleet.lab.host("web1")
    for function in ("status", "findings", "scan"):
        done = web1.run("salt-call", *local, "--out=json", f"saltban.{function}").checked()
        assert json.loads(done.out)["local"]["v"] == 1


def test_every_function_is_documented(installation: Installation) -> None:
    functions = ("apply", "findings", "is_banned", "scan", "status", "version")
    done = installation.fleet.lab.host("web1").run("salt-call", "--out=json", "sys.doc", "saltban").checked()
    described = json.loads(done.out)["local"]
    assert sorted(described) == [f"saltban.{name}" for name in functions]
    assert all("CLI Example" in text for text in described.values())


def test_the_doctor_finds_nothing_wrong(fleet: Fleet) -> None:
    done = fleet.saltban("doctor")
    assert done.status == 0, done.out + done.err


def test_clean_takes_everything_back_and_a_new_run_repairs_it(fleet: Fleet, attacker: Attacker) -> None:
    web4 = fleet.lab.host("web4")
    address = attacker.new_address()
    fleet.saltban("ban", address, "--reason", "to be cleaned away").checked()
    assert attacker.knocks(address, ["web4"]) == {"web4": Outcome.REFUSED}
    returned = fleet.salt.run("web4", "state.apply", "saltban.clean", target="-L", timeout=120)["web4"]
    assert failed_states(returned) == []
    left = {line for line in footprint(web4) if "saltban" in line.split()[0] or "table inet saltban" in line}
    assert left == set()
    assert "saltban" not in web4.path("/etc/passwd").read_text()
    assert attacker.knocks(address, ["web4"]) == {"web4": Outcome.DENIED}
    returned = fleet.salt.run("web4", "state.apply", "saltban", target="-L", timeout=120)["web4"]
    assert failed_states(returned) == []
    assert attacker.knocks(address, ["web4"]) == {"web4": Outcome.REFUSED}
    fleet.saltban("unban", address, "--reason", "tested").checked()


def test_clean_of_the_master_keeps_evidence_and_a_new_run_goes_on_with_it(fleet: Fleet, attacker: Attacker) -> None:
    address = attacker.new_address()
    fleet.saltban("ban", address, "--reason", "to outlive the cleaning").checked()
    done = fleet.master.run("salt-call", "--local", "--out=json", "state.apply", "saltban.master.clean")
    assert failed_states(json.loads(done.out)["local"]) == []
    for gone in ("/etc/cron.d/saltban", "/usr/local/bin/saltban", "/etc/salt/master.d/saltban.conf"):
        assert not fleet.master.path(gone).exists()
    assert failed_states(fleet.apply_to_master()) == []
    fleet.restart_master()
    fleet.salt.wait_for_minions(fleet.minions)
    collected = fleet.saltban("collect")
    assert collected.status == 0, collected.out + collected.err
    assert address in fleet.banned()
    fleet.saltban("unban", address, "--reason", "tested").checked()
