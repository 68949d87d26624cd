"""A machine is one of its own: own files, users, log and firewall; real sshd, reached from real clients."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from saltlab import ssh
from saltlab.lab import CHECKOUT, Lab
from saltlab.layout import ADMIN, ATTACKER, OPERATOR, OPERATOR_PASSWORD, ROOT_PASSWORD, machine_named
from saltlab.ssh import Outcome

WEB1 = machine_named("web1", 1)


def test_what_a_machine_writes_is_not_on_the_host(machines: Lab) -> None:
    web1 = machines.host("web1")
    for place in ("/etc", "/usr/bin", "/var/lib", "/opt", "/srv"):
        web1.run("touch", f"{place}/written-in-the-lab").checked()
        assert not Path(place, "written-in-the-lab").exists()
    assert not machines.host("master").path("/etc/written-in-the-lab").exists()


def test_what_the_host_keeps_for_itself_is_out_of_reach(machines: Lab) -> None:
    web1 = machines.host("web1")
    assert web1.run("ls", "/home").checked().out.split() == [OPERATOR]
    assert web1.run("ls", "-A", "/root", "/tmp", "/var/tmp").checked().out.split() == ["/root:", "/tmp:", "/var/tmp:"]
    assert not web1.path(str(CHECKOUT)).exists()
    assert web1.run("ls", "/etc/ssh").checked().out.split() == ["ssh_host_ed25519_key", "sshd_config"]


def test_salts_environment_cannot_be_written_to_from_a_machine(machines: Lab) -> None:
    assert "Read-only file system" in machines.host("web1").run("touch", "/opt/salt/x").err


def test_a_status_is_passed_on_and_a_command_that_takes_too_long_is_ended(machines: Lab) -> None:
    web1 = machines.host("web1")
    assert web1.run("sh", "-c", "exit 7").status == 7
    assert web1.run("sleep", "3600", timeout=0.2).status == 124
    assert "3600" not in web1.run("sh", "-c", "cat /proc/[0-9]*/cmdline").checked().out


def test_an_orphan_is_collected_by_the_first_process(machines: Lab) -> None:
    web1 = machines.host("web1")
    web1.run("sh", "-c", "(sleep 0.05 &) ; exit 0").checked()
    web1.run("sleep", "0.2").checked()
    assert "State:\tZ" not in web1.run("sh", "-c", "cat /proc/[0-9]*/status").out


def test_nftables_of_a_machine_is_its_own(machines: Lab) -> None:
    web1 = machines.host("web1")
    web1.run("nft", "add", "table", "inet", "lab_test").checked()
    assert "table inet lab_test" in web1.run("nft", "list", "tables").checked().out
    host = subprocess.run(["nft", "list", "tables"], capture_output=True, text=True, check=True)
    assert "lab_test" not in host.stdout
    assert "lab_test" not in machines.host("master").run("nft", "list", "tables").checked().out
    web1.run("nft", "delete", "table", "inet", "lab_test").checked()


@pytest.mark.parametrize("ipv6", [False, True])
def test_the_administrator_logs_in_with_his_key_and_the_log_says_from_where(machines: Lab, ipv6: bool) -> None:
    assert ssh.by_key(machines.host("admin"), WEB1, ipv6=ipv6).outcome is Outcome.IN
    log = machines.host("web1").path("/var/log/auth.log")
    address = ADMIN.address6 if ipv6 else ADMIN.address4
    assert re.search(rf"sshd\[\d+\]: Accepted publickey for {OPERATOR} from {address} port ", log.read_text())
    assert (log.stat().st_mode & 0o7777, log.owner(), log.group()) == (0o640, "root", "adm")


@pytest.mark.parametrize("ipv6", [False, True])
def test_a_wrong_password_is_denied_and_logged_in_the_form_of_rfc_3339(machines: Lab, ipv6: bool) -> None:
    attempt = ssh.by_password(machines.host("attacker"), WEB1, "root", "123456", ipv6=ipv6)
    assert attempt.outcome is Outcome.DENIED, attempt.words
    address = ATTACKER.address6 if ipv6 else ATTACKER.address4
    time = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+\d\d:\d\d"
    line = rf"^{time} web1 sshd\[\d+\]: Failed password for root from {address} port "
    assert re.search(line, machines.host("web1").path("/var/log/auth.log").read_text(), re.MULTILINE)


def test_right_passwords_let_in_also_from_another_address_of_the_attacker(machines: Lab) -> None:
    attacker = machines.host("attacker")
    attacker.run("ip", "addr", "add", "203.0.113.77/24", "dev", "eth0").checked()
    attempt = ssh.by_password(attacker, WEB1, "root", ROOT_PASSWORD, source="203.0.113.77")
    assert attempt.outcome is Outcome.IN, attempt.words
    assert "from 203.0.113.77 port" in machines.host("web1").path("/var/log/auth.log").read_text()
    attempt = ssh.by_password(machines.host("admin"), WEB1, OPERATOR, OPERATOR_PASSWORD)
    assert attempt.outcome is Outcome.IN, attempt.words


def test_a_dropped_connection_is_told_from_a_denied_one(machines: Lab) -> None:
    web1, attacker = machines.host("web1"), machines.host("attacker")
    chain = f"chain i {{ type filter hook input priority 0; ip saddr {ATTACKER.address4} drop; }}"
    rules = f"table inet lab_drop {{ {chain}; }}"
    web1.run("nft", "-f", "-", stdin=rules).checked()
    try:
        assert ssh.by_password(attacker, WEB1, "root", "123456", timeout=1).outcome is Outcome.REFUSED
        assert ssh.knock(attacker, WEB1, timeout=1).outcome is Outcome.REFUSED
        assert ssh.knock(attacker, WEB1, timeout=1, ipv6=True).outcome is Outcome.DENIED
    finally:
        web1.run("nft", "delete", "table", "inet", "lab_drop").checked()
