"""The list of cases, and what each promises about its peers."""
import dataclasses
from typing import Callable

A, B, C, D = "198.51.100.7", "198.51.100.8", "198.51.100.80", "192.0.2.9"
A6, B6 = "2001:db8:7::7", "2001:db8:7::8"
BOTH = (A, A6)
V, V6 = "203.0.113.66", "2001:db8:dead::66"
"""The victim: it never connects, and no line may ever be held against it."""

COUNTS = ("failures", "root", "invalid", "probes", "logins")
OPEN = "?"
"""For a count on which the log alone cannot decide, or which is a matter of policy."""

CASES = []


@dataclasses.dataclass
class Case:
    name: str
    about: str
    run: Callable
    peer: str
    settings: tuple
    expect: dict
    journal: bool
    reduced: bool
    text: bool
    traditional: bool
    daemon: str

    @property
    def group(self):
        """The file that the case is written to."""
        return self.run.__module__.rpartition("cases_")[2]


def case(about, *settings, peers=(A,), others=None, journal=False, reduced=False, text=True, traditional=True,
         daemon="sshd", **counts):
    """Registers the decorated function as a case for each of `peers`; it is called with the lab and the peer's address.

    `counts` are what must be found for the peer (0 where not named); `others` the same for further addresses. With
    `journal` the first peer's messages are also taken from journald, with `reduced` also from an rsyslogd that joins repeated ones;
    without `text` only from journald; without `traditional` not in the RFC 3164 form, which only the
    first peer has.
    """
    def register(function):
        for peer in peers:
            expect = {peer: counts} if any(counts.values()) else {}
            expect.update(others or {})
            name = function.__name__.replace("_", "-") + ("-v6" if len(peers) > 1 and ":" in peer else "")
            assert name not in [c.name for c in CASES], name
            CASES.append(Case(name, about, function, peer, settings, expect, journal and peer == peers[0], reduced, text, traditional and peer == peers[0], daemon))
        return function
    return register
