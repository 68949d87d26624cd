"""What goes wrong on a real fleet: everything is said, nothing is lost, nothing counts twice."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator

import pytest

from saltlab import ssh
from saltlab.attacker import Attacker
from saltlab.fleet import Fleet, failed_states
from saltlab.layout import ADMIN, OPERATOR
from saltlab.ssh import Outcome

EX_DATAERR, EX_UNAVAILABLE, EX_TEMPFAIL = 65, 69, 75


@pytest.fixture
def web3_offline(fleet: Fleet) -> Iterator[None]:
    web3 = fleet.lab.host("web3")
    fleet.salt.daemon(web3, "salt-minion", "stop")
    try:
        yield
    finally:
        fleet.salt.daemon(web3, "salt-minion", "start")
        fleet.salt.wait_for_minions(["web3"])


def collect_well(fleet: Fleet) -> None:
    done = fleet.saltban("collect")
    assert done.status == 0, done.out + done.err


def test_a_minion_that_is_offline_holds_nobody_up_and_catches_up(
    fleet: Fleet, attacker: Attacker, web3_offline: None
) -> None:
    address, elsewhere = attacker.new_address(), attacker.new_address()
    attacker.guesses(address, "web1")
    attacker.guesses(elsewhere, "web3")
    done = fleet.saltban("collect")
    assert done.status == EX_TEMPFAIL, done.out + done.err
    assert "web3: unreachable" in done.err
    assert attacker.knocks(address, ["web1", "web2", "web4", "web3"]) == {
        "web1": Outcome.REFUSED,
        "web2": Outcome.REFUSED,
        "web4": Outcome.REFUSED,
        "web3": Outcome.DENIED,
    }
    assert elsewhere not in fleet.banned()
    fleet.salt.daemon(fleet.lab.host("web3"), "salt-minion", "start")
    fleet.salt.wait_for_minions(["web3"])
    collect_well(fleet)
    assert elsewhere in fleet.banned()
    assert attacker.knocks(address, ["web3"]) == {"web3": Outcome.REFUSED}


def test_without_salt_api_nothing_is_lost(fleet: Fleet, attacker: Attacker) -> None:
    address = attacker.new_address()
    attacker.guesses(address, "web1")
    fleet.salt.daemon(fleet.master, "salt-api", "stop")
    try:
        done = fleet.saltban("collect")
        assert done.status == EX_UNAVAILABLE, done.out + done.err
        assert "salt-api" in done.err or "127.0.0.1:8000" in done.err
    finally:
        fleet.salt.daemon(fleet.master, "salt-api", "start")
        fleet.salt.wait_for_api()
    collect_well(fleet)
    assert attacker.knocks(address, ["web2"]) == {"web2": Outcome.REFUSED}


def test_a_minion_that_answers_rubbish_is_named_and_holds_nobody_up(fleet: Fleet, attacker: Attacker) -> None:
    address = attacker.new_address()
    attacker.guesses(address, "web1")
    program = fleet.lab.host("web2").path("/opt/saltban/bin/saltban-agent")
    whole = program.read_bytes()
    program.write_text('#!/bin/sh\necho "{\\"v\\":1,\\"findings\\":[{\\"source\\":\\"rubbish\\"}]}"\n')
    try:
        done = fleet.saltban("collect")
    finally:
        program.write_bytes(whole)
    assert done.status == EX_TEMPFAIL, done.out + done.err
    assert "web2: " in done.err
    assert attacker.knocks(address, ["web1", "web3"]) == {"web1": Outcome.REFUSED, "web3": Outcome.REFUSED}
    collect_well(fleet)
    assert attacker.knocks(address, ["web2"]) == {"web2": Outcome.REFUSED}


def test_a_kernel_that_was_emptied_by_hand_is_seen_and_repaired_by_a_highstate(
    fleet: Fleet, attacker: Attacker
) -> None:
    address = attacker.new_address()
    fleet.saltban("ban", address, "--reason", "drift").checked()
    fleet.lab.host("web2").run("nft", "delete", "table", "inet", "saltban").checked()
    assert attacker.knocks(address, ["web2"]) == {"web2": Outcome.DENIED}
    done = fleet.saltban("minions", "--refresh")
    assert done.status == EX_TEMPFAIL
    assert "DIFFERS" in next(line for line in done.out.splitlines() if line.startswith("web2"))
    returned = fleet.salt.run("web2", "state.apply", "saltban", target="-L", timeout=120)["web2"]
    assert failed_states(returned) == []
    assert attacker.knocks(address, ["web2"]) == {"web2": Outcome.REFUSED}
    assert fleet.saltban("minions", "--refresh").status == 0


def test_a_reboot_of_a_minion_that_applies_its_state_brings_the_bans_back(fleet: Fleet, attacker: Attacker) -> None:
    address = attacker.new_address()
    fleet.saltban("ban", address, "--reason", "reboot").checked()
    web2 = fleet.lab.host("web2")
    web2.run("nft", "flush", "ruleset").checked()
    done = web2.run("salt-call", "state.apply", "saltban", timeout=120)
    assert done.status == 0, done.out + done.err
    assert attacker.knocks(address, ["web2"]) == {"web2": Outcome.REFUSED}


def test_cycles_that_are_killed_anywhere_end_in_everything_once(fleet: Fleet, attacker: Attacker) -> None:
    addresses = [attacker.new_address() for _ in range(3)]
    for address, server in zip(addresses, ("web1", "web2", "web3"), strict=True):
        attacker.guesses(address, server)
    for milliseconds in (300, 700, 1100, 1500, 1900, 2400):
        words = fleet.master.command("runuser", "-u", "saltban", "--", "saltban", "collect")
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(milliseconds / 1000)
        fleet.master.run("sh", "-c", "kill -9 $(grep -l -s -a saltban.jar /proc/[0-9]*/cmdline | cut -d/ -f3)")
        process.wait(timeout=30)
    collect_well(fleet)
    for address, server in zip(addresses, ("web1", "web2", "web3"), strict=True):
        (ban,) = fleet.saltban_json("why", address)["bans"]
        assert (ban["minions"], ban["failures"]) == ([server], 3)
        assert set(attacker.knocks(address, fleet.minions).values()) == {Outcome.REFUSED}
    assert fleet.saltban("minions", "--refresh").status == 0


def test_a_second_cycle_says_so_and_leaves(fleet: Fleet) -> None:
    words = fleet.master.command("runuser", "-u", "saltban", "--", "saltban", "collect")
    both = [
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        for _ in range(2)
    ]
    ended = sorted((process.wait(timeout=120), process.communicate()[1]) for process in both)
    assert [status for status, _ in ended] == [0, EX_TEMPFAIL]
    assert "another saltban is at work here; nothing was done" in ended[1][1]


def test_a_ban_file_that_was_edited_by_hand_stops_the_push_and_is_kept(fleet: Fleet, attacker: Attacker) -> None:
    address = attacker.new_address()
    file = fleet.master.path("/var/lib/saltban/auto-ban.data")
    collect_well(fleet)
    edited = file.read_text() + "192.0.2.10\n"
    file.write_text(edited)
    try:
        done = fleet.saltban("ban", address, "--reason", "meets the edited file")
        assert done.status == EX_DATAERR, done.out + done.err
        assert "auto-ban.data" in done.err and "rebuild" in done.err
        assert file.read_text() == edited
        assert attacker.knocks(address, ["web1"]) == {"web1": Outcome.DENIED}
    finally:
        rebuilt = fleet.saltban("rebuild", "--apply", "--reason", "edited by hand")
    assert rebuilt.status == 0, rebuilt.out + rebuilt.err
    collect_well(fleet)
    assert "192.0.2.10\n" not in file.read_text()
    assert attacker.knocks(address, ["web1"]) == {"web1": Outcome.REFUSED}


def test_a_live_session_is_not_cut_off_by_a_ban_of_its_address(fleet: Fleet) -> None:
    admin = fleet.lab.host(ADMIN.name)
    web1, web2 = fleet.lab.minions()[:2]
    session = subprocess.Popen(
        admin.command("ssh", "-o", "BatchMode=yes", "-l", OPERATOR, web1.address4, "echo in; cat"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert session.stdin and session.stdout
    try:
        assert session.stdout.readline() == "in\n"
        fleet.saltban("ban", ADMIN.address4, "--reason", "a mistake")
        assert ssh.by_key(admin, web1).outcome is Outcome.IN, "the guard of web1 sees his session"
        assert ssh.by_key(admin, web2, timeout=1).outcome is Outcome.REFUSED
        session.stdin.write("still here\n")
        session.stdin.flush()
        assert session.stdout.readline() == "still here\n"
        (refused,) = fleet.salt.run("web1", "saltban.status", target="-L")["web1"]["refused"]
        assert refused["prefix"] == ADMIN.address4
    finally:
        fleet.saltban("unban", ADMIN.address4, "--reason", "undone").checked()
        session.stdin.close()
        session.wait(timeout=10)
    assert ssh.by_key(admin, web2).outcome is Outcome.IN


def test_a_minion_switched_off_by_hand_stays_off_through_pushes_until_it_is_on_again(
    fleet: Fleet, attacker: Attacker
) -> None:
    address = attacker.new_address()
    web3 = fleet.lab.host("web3")
    web3.run("saltban-agent", "off", "locked out at the console").checked()
    try:
        fleet.saltban("ban", address, "--reason", "while web3 is off")
        assert attacker.knocks(address, ["web2", "web3"]) == {"web2": Outcome.REFUSED, "web3": Outcome.DENIED}
        assert "locked out at the console" in fleet.saltban("minions", "--refresh").out
    finally:
        web3.run("saltban-agent", "on").checked()
    assert attacker.knocks(address, ["web3"]) == {"web3": Outcome.REFUSED}
    assert "locked out at the console" not in fleet.saltban("minions", "--refresh").out
