"""The story of the demo: guessed on one server, refused by all; withdrawn, and let in again."""

from __future__ import annotations

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from saltlab import ssh
from saltlab.fleet import DIST, Fleet, changed_states, failed_states
from saltlab.lab import Lab
from saltlab.layout import ADMIN, ATTACKER, OPERATOR, Machine
from saltlab.ssh import Attempt, Outcome
from saltlab.telling import Telling

# Another address of the attacker's network, whose user has done nothing.
NEIGHBOUR = "203.0.113.99"
GUESS = "123456"


def play(lab: Lab, telling: Telling) -> None:
    """Plays all steps on a new lab; raises NotObserved where something did not happen."""
    _Story(lab, telling).play()


class _Story:
    def __init__(self, lab: Lab, telling: Telling) -> None:
        self.lab = lab
        self.telling = telling
        self.fleet: Fleet

    def play(self) -> None:
        self._bring_up()
        self._install()
        self._leave_observe()
        self._attack()
        self._collect()
        self._read_back()
        self._refused()
        self._unban()

    # --- steps --------------------------------------------------------------------------------------------

    def _bring_up(self) -> None:
        t = self.telling
        t.step(
            "A fleet",
            "A Salt master and three servers, each a light machine with its own files, users, sshd, log and nftables; "
            "an attacker and an administrator out on the network.",
        )
        began = time.monotonic()
        self.lab.up(owned=True)
        self.fleet = Fleet(self.lab)
        self.fleet.salt.start()
        t.timed("lab up, three minions answering", began)
        pings = self.fleet.master.run("salt", "--timeout=20", "*", "test.version").checked()
        t.show("salt '*' test.version", pings.out)
        t.observe("three minions answer the master", all(name in pings.out for name in self.fleet.minions), pings.out)
        self._admin_gets_in_everywhere()

    def _install(self) -> None:
        t, fleet = self.telling, self.fleet
        t.step(
            "The formula installs saltban",
            "One state sets up the master (runner, least-privilege user of salt-api, aggregator), one the minions "
            "(agent, configuration, enforcement). Everything comes from salt://, Salt carries it all.",
        )
        began = time.monotonic()
        fleet.copy_formula(DIST)
        returned = fleet.apply_to_master()
        failed = failed_states(returned)
        t.say(f"salt-call --local state.apply saltban.master: {len(returned)} states, {len(failed)} failed")
        t.observe("the master's side is set up", not failed, "\n".join(failed))
        fleet.restart_master()
        fleet.salt.wait_for_minions(fleet.minions)
        t.observe("salt-api runs, on loopback only", fleet.master.listens(8000))
        applied = fleet.apply_to_minions()
        t.observe("every minion returned its state run", sorted(applied) == fleet.minions, str(sorted(applied)))
        for name, minion_returned in sorted(applied.items()):
            failed = failed_states(minion_returned)
            count = len(changed_states(minion_returned)) if not failed else 0
            what = f"{name}: state.apply saltban, {count} states made changes, none failed"
            t.observe(what, not failed, "\n".join(failed))
        t.timed("installing saltban on master and minions", began)

    def _leave_observe(self) -> None:
        t, fleet = self.telling, self.fleet
        t.step(
            "An operator switches to enforce",
            "A new installation only observes: bans are proposed, nothing is refused. Leaving that is an operator's "
            "act, which names how many bans are proposed at that moment.",
        )
        first = fleet.saltban("collect")
        t.show("saltban collect", first.out + first.err)
        t.observe("the first cycle went well on all minions", first.status == 0, first.out + first.err)
        proposed = fleet.saltban_json("bans")
        t.observe("a quiet fleet: no ban is proposed", proposed["total"] == 0, str(proposed))
        words = ("mode", "enforce", "--bans", str(proposed["total"]), "--reason", "the demo")
        done = fleet.saltban(*words)
        t.show("saltban " + " ".join(words[:4]) + ' --reason "the demo"', done.out + done.err)
        t.observe("the mode is enforce", fleet.saltban_json("bans")["mode"] == "enforce", done.out + done.err)

    def _attack(self) -> None:
        t = self.telling
        t.step(
            "Somebody guesses passwords on web1",
            f"A real ssh client tries the password of root on web1, over IPv4 ({ATTACKER.address4}) and IPv6 "
            f"({ATTACKER.address6}). Meanwhile the administrator ({ADMIN.address4}) mistypes once, then logs in.",
        )
        web1 = self._servers()[0]
        attacker, admin = self.lab.host(ATTACKER.name), self.lab.host(ADMIN.name)
        began = time.monotonic()
        with ThreadPoolExecutor() as pool:
            guesses = [
                pool.submit(ssh.by_password, attacker, web1, "root", GUESS, prompts=3, ipv6=ipv6)
                for ipv6 in (False, True)
            ]
            mistyped = pool.submit(ssh.by_password, admin, web1, OPERATOR, "corect-horse")
            attempts = [guess.result() for guess in guesses]
        t.timed("three guesses each over IPv4 and IPv6 (sshd makes the guesser wait)", began)
        self._all(Outcome.DENIED, attempts, "sshd on web1 said no to the attacker each time")
        t.observe("sshd on web1 said no to the administrator's slip", mistyped.result().outcome is Outcome.DENIED)
        t.observe("the administrator's key lets him in", ssh.by_key(admin, web1).outcome is Outcome.IN)
        log = self.lab.host("web1").path("/var/log/auth.log").read_text()
        failed = [line for line in log.splitlines() if "Failed password" in line]
        t.show("grep 'Failed password' /var/log/auth.log    (on web1)", "\n".join(failed))
        t.observe("web1's own log holds the seven failures", len(failed) == 7)

    def _collect(self) -> None:
        t, fleet = self.telling, self.fleet
        t.step(
            "saltban collect",
            "Pulls the findings of all minions through Salt, decides by the policy, writes the ban file, pushes it.",
        )
        began = time.monotonic()
        done = fleet.saltban("collect")
        t.timed("saltban collect", began)
        attempts = self._attacker_knocks(self._servers(), timeout=1)
        t.timed("from saltban collect to refused on all three (one second of it is the client's patience)", began)
        t.show("saltban collect", done.out + done.err)
        t.observe("every minion answered and took the list", done.status == 0, done.out + done.err)
        self._all(Outcome.REFUSED, attempts, "all three refuse the attacker")
        t.show("saltban bans", fleet.saltban("bans").checked().out)
        t.show(f"saltban why {ATTACKER.address4}", fleet.saltban("why", ATTACKER.address4).checked().out)
        banned = {ban["prefix"]: ban for ban in fleet.saltban_json("bans")["bans"]}
        both = {ATTACKER.address4, ATTACKER.address6}
        t.observe("exactly the attacker's two addresses are banned", set(banned) == both, str(banned))
        for ban in banned.values():
            why = (ban["rule"], ban["minions"], [user["name"] for user in ban["users"]])
            what = f"{ban['prefix']}: by rule root-guessing, because of web1, as root"
            t.observe(what, why == ("root-guessing", ["web1"], ["root"]), str(why))

    def _read_back(self) -> None:
        t, fleet = self.telling, self.fleet
        t.step("What the kernels hold", "Each minion reads its kernel back; nothing is believed because it was sent.")
        for name in fleet.minions:
            kernel = fleet.kernel(name)
            if name == "web2":
                t.show("nft list table inet saltban    (on web2)", kernel, lines=40)
            both = ATTACKER.address4 in kernel and ATTACKER.address6 in kernel
            t.observe(f"{name}: both addresses stand in the kernel's sets", both, kernel)
            t.observe(f"{name}: the administrator's does not", ADMIN.address4 not in kernel, kernel)
        shown = fleet.saltban("minions")
        t.show("saltban minions", shown.out + shown.err)
        t.observe("the master sees all three as expected", shown.status == 0, shown.out + shown.err)

    def _refused(self) -> None:
        t = self.telling
        t.step(
            "Where he never was",
            "The attacker turns to web2 and web3, which have no line about him in their logs.",
        )
        elsewhere = self._servers()[1:]
        began = time.monotonic()
        attempts = self._attacker_knocks(elsewhere, timeout=3)
        t.show(f"ssh guest@web2    (from {ATTACKER.address4})", attempts[0].words)
        t.timed("trying in vain (the clients give up after 3 s)", began)
        self._all(Outcome.REFUSED, attempts, "web2 and web3 refuse him over IPv4 and IPv6")
        attacker = self.lab.host(ATTACKER.name)
        attacker.run("ip", "addr", "add", f"{NEIGHBOUR}/24", "dev", "eth0").checked()
        neighbour = ssh.knock(attacker, elsewhere[0], source=NEIGHBOUR)
        self._all(Outcome.DENIED, [neighbour], f"his neighbour {NEIGHBOUR} still reaches sshd on web2")
        self._admin_gets_in_everywhere()

    def _unban(self) -> None:
        t, fleet = self.telling, self.fleet
        t.step(
            "An operator lets him in again",
            "A withdrawal holds for good: evidence from before it never bans anew, however often it is collected.",
        )
        for address in (ATTACKER.address4, ATTACKER.address6):
            done = fleet.saltban("unban", address, "--reason", "end of the demo")
            t.show(f'saltban unban {address} --reason "end of the demo"', done.out + done.err)
            t.observe(f"{address} is unbanned", done.status == 0, done.out + done.err)
        began = time.monotonic()
        attempts = self._attacker_knocks(self._servers(), timeout=3)
        t.timed("asking all three again, sshd answering", began)
        self._all(Outcome.DENIED, attempts, "sshd answers him on all three again")
        again = fleet.saltban("collect")
        t.show("saltban collect", again.out + again.err)
        t.observe("the next cycle went well", again.status == 0, again.out + again.err)
        t.observe("the old evidence bans nobody anew", not fleet.banned(), str(fleet.banned()))
        kernels = [fleet.kernel(name) for name in fleet.minions]
        t.observe(
            "and no kernel holds him",
            not any(address in kernel for kernel in kernels for address in (ATTACKER.address4, ATTACKER.address6)),
            "\n".join(kernels),
        )

    # --- actors -------------------------------------------------------------------------------------------

    def _servers(self) -> list[Machine]:
        return self.lab.minions()

    def _attacker_knocks(self, servers: Iterable[Machine], timeout: int) -> list[Attempt]:
        """One connection to each, over IPv4 and IPv6, all at the same time."""
        attacker = self.lab.host(ATTACKER.name)
        with ThreadPoolExecutor(max_workers=6) as pool:
            runs = [
                pool.submit(ssh.knock, attacker, server, ipv6=ipv6, timeout=timeout)
                for server in servers
                for ipv6 in (False, True)
            ]
            return [run.result() for run in runs]

    def _admin_gets_in_everywhere(self) -> None:
        admin = self.lab.host(ADMIN.name)
        with ThreadPoolExecutor(max_workers=6) as pool:
            runs = [
                pool.submit(ssh.by_key, admin, server, ipv6=ipv6)
                for server in self._servers()
                for ipv6 in (False, True)
            ]
            attempts = [run.result() for run in runs]
        self._all(Outcome.IN, attempts, "the administrator logs in on all three, over IPv4 and IPv6")

    def _all(self, outcome: Outcome, attempts: list[Attempt], what: str) -> None:
        found = "\n".join(f"{attempt.outcome.value}: {attempt.words}" for attempt in attempts)
        self.telling.observe(what, all(attempt.outcome is outcome for attempt in attempts), found)
