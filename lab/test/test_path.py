"""The main job: guessed on one server, refused by all; nobody else; and taken back for good."""

from __future__ import annotations

import json

from saltlab import ssh
from saltlab.attacker import Attacker
from saltlab.fleet import Fleet
from saltlab.layout import ADMIN, ATTACKER, OPERATOR
from saltlab.ssh import Outcome


def collected(fleet: Fleet) -> str:
    """Runs a cycle that must go well; what it said."""
    done = fleet.saltban("collect")
    assert done.status == 0, done.out + done.err
    return done.out + done.err


def test_who_guesses_on_one_server_is_refused_by_all(fleet: Fleet, attacker: Attacker) -> None:
    address = attacker.new_address()
    attacker.guesses(address, "web1")
    assert attacker.knocks(address, fleet.minions) == dict.fromkeys(fleet.minions, Outcome.DENIED)
    collected(fleet)
    assert attacker.knocks(address, fleet.minions) == dict.fromkeys(fleet.minions, Outcome.REFUSED)


def test_why_names_rule_minion_times_and_users(fleet: Fleet, attacker: Attacker) -> None:
    address = attacker.new_address()
    attacker.guesses(address, "web2")
    collected(fleet)
    (ban,) = fleet.saltban_json("why", address)["bans"]
    assert (ban["rule"], ban["minions"], ban["failures"]) == ("root-guessing", ["web2"], 3)
    assert ban["users"] == [{"name": "root", "invalid": False, "failures": 3}]
    assert ban["corroborated"] is False
    said = fleet.saltban("why", address).checked().out
    assert all(word in said for word in (address, "root-guessing", "web2", "root 3x", "saltban unban")), said


def test_failures_below_every_threshold_ban_nobody(fleet: Fleet, attacker: Attacker) -> None:
    address = attacker.new_address()
    attacker.guesses(address, "web1", times=2)
    collected(fleet)
    assert address not in fleet.banned()
    assert attacker.knocks(address, ["web1"]) == {"web1": Outcome.DENIED}


def test_one_failure_each_on_three_minions_is_enough_for_the_fleet(fleet: Fleet, attacker: Attacker) -> None:
    address = attacker.new_address()
    for name in ("web1", "web2", "web3"):
        attacker.guesses(address, name, times=1)
    collected(fleet)
    (ban,) = fleet.saltban_json("why", address)["bans"]
    assert (ban["rule"], ban["minions"], ban["corroborated"]) == ("fleet-wide", ["web1", "web2", "web3"], True)
    assert attacker.knocks(address, ["web4"]) == {"web4": Outcome.REFUSED}


def test_an_ipv6_source_is_refused_and_its_neighbour_is_not(fleet: Fleet) -> None:
    client = fleet.lab.host(ATTACKER.name)
    web1, web3 = (machine for machine in fleet.lab.minions() if machine.name in ("web1", "web3"))
    attempt = ssh.by_password(client, web1, "root", "123456", prompts=3, ipv6=True, source=ATTACKER.address6)
    assert attempt.outcome is Outcome.DENIED
    collected(fleet)
    assert ssh.knock(client, web3, ipv6=True, source=ATTACKER.address6, timeout=1).outcome is Outcome.REFUSED
    neighbour = ATTACKER.address6 + "7"
    client.run("ip", "addr", "add", f"{neighbour}/64", "dev", "eth0", "nodad").checked()
    assert ssh.knock(client, web3, ipv6=True, source=neighbour, timeout=1).outcome is Outcome.DENIED


def test_the_administrator_who_mistypes_once_still_gets_in_everywhere(fleet: Fleet) -> None:
    admin = fleet.lab.host(ADMIN.name)
    servers = fleet.lab.minions()
    assert ssh.by_password(admin, servers[0], OPERATOR, "mistyped").outcome is Outcome.DENIED
    collected(fleet)
    for server in servers:
        assert ssh.by_key(admin, server).outcome is Outcome.IN
        assert ssh.by_key(admin, server, ipv6=True).outcome is Outcome.IN
    assert ADMIN.address4 not in fleet.banned()


def test_what_was_unbanned_is_let_in_and_the_old_evidence_never_bans_it_anew(fleet: Fleet, attacker: Attacker) -> None:
    address = attacker.new_address()
    attacker.guesses(address, "web1")
    collected(fleet)
    assert attacker.knocks(address, ["web3"]) == {"web3": Outcome.REFUSED}
    fleet.saltban("unban", address, "--reason", "asked nicely").checked()
    assert attacker.knocks(address, fleet.minions) == dict.fromkeys(fleet.minions, Outcome.DENIED)
    for _ in range(2):
        collected(fleet)
    assert address not in fleet.banned()
    assert attacker.knocks(address, fleet.minions) == dict.fromkeys(fleet.minions, Outcome.DENIED)


def test_who_goes_on_after_an_unban_is_banned_again(fleet: Fleet, attacker: Attacker) -> None:
    address = attacker.new_address()
    fleet.saltban("ban", address, "--reason", "first").checked()
    fleet.saltban("unban", address, "--reason", "second").checked()
    attacker.guesses(address, "web2")
    collected(fleet)
    assert attacker.knocks(address, ["web1"]) == {"web1": Outcome.REFUSED}


def test_what_is_allowed_is_never_banned(fleet: Fleet, attacker: Attacker) -> None:
    address = attacker.new_address()
    fleet.saltban("allow", address, "--reason", "our scanner").checked()
    attacker.guesses(address, "web1")
    collected(fleet)
    assert attacker.knocks(address, fleet.minions) == dict.fromkeys(fleet.minions, Outcome.DENIED)


def test_a_cycle_without_news_pushes_nothing(fleet: Fleet) -> None:
    collected(fleet)
    before = fleet.saltban_json("minions")["generation"]
    collected(fleet)
    assert fleet.saltban_json("minions")["generation"] == before


def test_every_kernel_holds_what_the_master_expects(fleet: Fleet) -> None:
    collected(fleet)
    document = fleet.saltban_json("minions", "--refresh")
    assert [minion["minion"] for minion in document["minions"]] == fleet.minions
    assert {minion["list"] for minion in document["minions"]} == {"current"}
    hashes = {(minion["expected_sha256"], minion["kernel_sha256"]) for minion in document["minions"]}
    assert len(hashes) == 1
    assert len(set(hashes.pop())) == 1


def test_people_ask_through_salt_too(fleet: Fleet, attacker: Attacker) -> None:
    address = attacker.new_address()
    fleet.saltban("ban", address, "--reason", "for salt-run").checked()
    bans = json.loads(fleet.master.run("salt-run", "--out=json", "saltban.bans").checked().out)
    assert address in {ban["prefix"] for ban in bans["bans"]}
    why = json.loads(fleet.master.run("salt-run", "--out=json", "saltban.why", address).checked().out)
    assert why["banned"] is True
    answers = fleet.salt.run("*", "saltban.is_banned", address)
    assert {name: answer["banned"] for name, answer in answers.items()} == dict.fromkeys(fleet.minions, True)
