"""/etc/fail2ban/action.d/saltban.py: carries the bans of the jail "saltban" into the kernel, many at a time.

The actions that come with fail2ban start a shell and a program for each address, some dozens a second. This one collects what is
banned and unbanned for a moment and hands it to nft as one transaction. The table, its sets and its rules have the same form
as those of the agent's own back-end nftables, under the name "f2b-saltban", so that the agent can read back what is in force.

Options (in the jail): mode = enforce | observe; ports = all | TCP ports with commas between; nft = path of the program.
"""

import ipaddress
import subprocess
import threading

from fail2ban.server.action import ActionBase

PAUSE_SECONDS = 0.05
RETRY_SECONDS = 5
NFT_SECONDS_MAX = 60
ELEMENTS_A_LINE = 1000
ALWAYS = (("ipv4", 32), ("ipv6", 128), ("ipv6", 64))


class Action(ActionBase):
    """One table of nftables that follows one jail."""

    def __init__(self, jail, name, mode="enforce", ports="all", nft="/usr/sbin/nft", table="f2b-saltban"):
        super().__init__(jail, name)
        if mode not in ("enforce", "observe"):
            raise ValueError("mode is %r; use enforce or observe" % mode)
        self._verdict = "drop" if mode == "enforce" else "accept"
        self._ports = [] if ports == "all" else sorted({int(port) for port in ports.split(",")})
        self._comment = "saltban 1 %s ports %s" % (mode, ", ".join(map(str, self._ports)) or "all")
        self._nft = nft
        self._table = table
        self._wanted = {}  # (family, length) -> set of addresses
        self._changes = {}  # (family, length, address) -> "add" or "delete": the last one counts
        self._sets = set()  # those that the table has, with their rules
        self._whole = True
        self._busy = False
        self._running = False
        self._change = threading.Condition()
        self._carrier = None

    def start(self):
        """Makes the table, and starts the thread that keeps it."""
        with self._change:
            self._running = True
            self._whole = True
            self._change.notify_all()
        self._carrier = threading.Thread(target=self._carry, name="saltban", daemon=True)
        self._carrier.start()

    def stop(self):
        """Takes the table away; the jail refuses nobody any more."""
        with self._change:
            self._running = False
            self._change.notify_all()
        if self._carrier is not None:
            self._carrier.join(NFT_SECONDS_MAX)
        self._run("add table inet {0}\ndelete table inet {0}\n".format(self._table))

    def ban(self, aInfo):
        """Refuses an address or a prefix."""
        self._note("add", aInfo)

    def reban(self, aInfo):
        """As ban: refusing twice does no harm."""
        self._note("add", aInfo)

    def unban(self, aInfo):
        """Lets it in again."""
        self._note("delete", aInfo)

    def flush(self):
        """Lets everybody in; True: the bans need not be lifted one by one."""
        with self._change:
            self._wanted.clear()
            self._changes.clear()
            self._whole = True
            self._change.notify_all()
        return True

    def renew(self):
        """Makes the table anew (fail2ban-client set JAIL action saltban renew {}): somebody else may have touched it."""
        with self._change:
            self._whole = True
            self._change.notify_all()

    @property
    def settled(self):
        """Whether everything banned so far is in force (fail2ban-client get JAIL action saltban settled)."""
        with self._change:
            return not (self._changes or self._whole or self._busy)

    def _note(self, verb, info):
        net = ipaddress.ip_network(str(info["ip"]))
        kind = ("ipv%d" % net.version, net.prefixlen)
        address = str(net.network_address)
        with self._change:
            addresses = self._wanted.setdefault(kind, set())
            (addresses.add if verb == "add" else addresses.discard)(address)
            self._changes[kind + (address,)] = verb
            self._change.notify_all()

    def _carry(self):
        while True:
            with self._change:
                self._busy = False
                self._change.wait_for(lambda: self._changes or self._whole or not self._running)
                if not self._running:
                    return
                self._change.wait_for(lambda: not self._running, PAUSE_SECONDS)  # more may follow at once
                self._busy = True
                whole, self._whole = self._whole, False
                changes, self._changes = self._changes, {}
                script = self._whole_script() if whole else self._change_script(changes)
            if self._run(script):
                continue
            with self._change:
                # A difference fails if somebody else touched the table: then all of it is made anew, at once.
                self._whole = True
                if whole:
                    self._change.wait_for(lambda: not self._running, RETRY_SECONDS)

    def _run(self, script):
        try:
            done = subprocess.run(
                [self._nft, "-f", "-"], input=script, capture_output=True, text=True, timeout=NFT_SECONDS_MAX,
                env={"LC_ALL": "C"}, check=False)
        except (OSError, subprocess.SubprocessError) as problem:
            self._logSys.error("saltban: %s: %s", self._nft, problem)
            return False
        if done.returncode != 0:
            self._logSys.warning("saltban: %s: %s", self._nft, done.stderr[:300].replace("\n", " "))
        return done.returncode == 0

    def _whole_script(self):
        self._sets = set()
        lines = ["add table inet %s", "delete table inet %s", "add table inet %s", "add counter inet %s refused",
                 "add chain inet %s input { type filter hook input priority -10; policy accept; }"]
        lines = [line % self._table for line in lines]
        lines.append(self._rule('tcp flags & (fin | syn | rst | ack) != syn accept comment "%s"' % self._comment))
        if self._ports:
            lines.append(self._rule("meta l4proto != 6 accept"))
            lines.append(self._rule("tcp dport != { %s } accept" % ", ".join(map(str, self._ports))))
        else:
            lines.append(self._rule("meta l4proto { 17, 33, 132, 136 } ct state established,related accept"))
            lines.append(self._rule("meta l4proto != { 6, 17, 33, 132, 136 } accept"))
        for kind in list(ALWAYS) + sorted(self._wanted):
            lines += self._set(kind)
        for kind, addresses in self._wanted.items():
            lines += self._elements("add", kind, addresses)
        return "\n".join(lines) + "\n"

    def _change_script(self, changes):
        lines = []
        sorted_out = {}
        for (family, length, address), verb in changes.items():
            sorted_out.setdefault((verb, (family, length)), []).append(address)
        for (verb, kind), addresses in sorted_out.items():
            lines += self._set(kind)
            if verb == "delete":  # an element that is not there cannot be deleted; one that is can be added
                lines += self._elements("add", kind, addresses)
            lines += self._elements(verb, kind, addresses)
        return "\n".join(lines) + "\n"

    def _set(self, kind):
        if kind in self._sets:
            return []
        self._sets.add(kind)
        family, length = kind
        key = "ip saddr" if family == "ipv4" else "ip6 saddr"
        bits = 32 if family == "ipv4" else 128
        if length < bits:
            everything = ipaddress.ip_network(("0.0.0.0/%d" if family == "ipv4" else "::/%d") % length)
            key += " & %s" % everything.netmask
        name = "%s_%d" % kind
        return [
            "add set inet %s %s { type %s_addr; }" % (self._table, name, family),
            self._rule("%s @%s counter name refused %s" % (key, name, self._verdict)),
        ]

    def _rule(self, text):
        return "add rule inet %s input %s" % (self._table, text)

    def _elements(self, verb, kind, addresses):
        addresses = list(addresses)
        return [
            "%s element inet %s %s_%d { %s }" % (
                verb, self._table, kind[0], kind[1], ", ".join(addresses[start:start + ELEMENTS_A_LINE]))
            for start in range(0, len(addresses), ELEMENTS_A_LINE)
        ]
