"""Which machines a lab has, and their addresses.

All addresses are of the documentation ranges (RFC 5737, RFC 3849): the policy never bans private ones, and the
attacker has to look like somebody out there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Interface, IPv6Interface

MINIONS_MAX = 200


class Role(Enum):
    """What runs on a machine: Salt's master, a server with sshd, or nothing but an ssh client."""

    MASTER = "master"
    MINION = "minion"
    CLIENT = "client"


@dataclass(frozen=True)
class Network:
    """A link of the router; the router has the first address of each."""

    name: str
    gateway4: IPv4Interface
    gateway6: IPv6Interface


SERVERS = Network("servers", IPv4Interface("192.0.2.1/24"), IPv6Interface("2001:db8:1::1/64"))
OUTSIDE = Network("outside", IPv4Interface("203.0.113.1/24"), IPv6Interface("2001:db8:66::1/64"))
OFFICE = Network("office", IPv4Interface("198.51.100.1/24"), IPv6Interface("2001:db8:7::1/64"))
NETWORKS = (SERVERS, OUTSIDE, OFFICE)


@dataclass(frozen=True)
class Machine:
    """A machine and its one interface, eth0."""

    name: str
    role: Role
    network: Network
    ipv4: IPv4Interface
    ipv6: IPv6Interface

    @property
    def address4(self) -> str:
        return str(self.ipv4.ip)

    @property
    def address6(self) -> str:
        return str(self.ipv6.ip)


def _machine(name: str, role: Role, network: Network, number: int, number6: int) -> Machine:
    return Machine(
        name,
        role,
        network,
        IPv4Interface((network.gateway4.network[number], network.gateway4.network.prefixlen)),
        IPv6Interface((network.gateway6.network[number6], network.gateway6.network.prefixlen)),
    )


MASTER = _machine("master", Role.MASTER, SERVERS, 10, 0x10)
ATTACKER = _machine("attacker", Role.CLIENT, OUTSIDE, 66, 0x66)
ADMIN = _machine("admin", Role.CLIENT, OFFICE, 7, 0x7)


def machines(minions: int) -> list[Machine]:
    """The master, `minions` servers named web1, web2, ..., the attacker and the administrator."""
    if not 0 <= minions <= MINIONS_MAX:
        raise ValueError(f"minions is {minions}; 0 to {MINIONS_MAX} are possible")
    web = [_machine(f"web{n}", Role.MINION, SERVERS, 10 + n, 0x10 + n) for n in range(1, minions + 1)]
    return [MASTER, *web, ATTACKER, ADMIN]


def machine_named(name: str, minions: int) -> Machine:
    """The machine of that name; ValueError with the names that there are."""
    found = [machine for machine in machines(minions) if machine.name == name]
    if not found:
        raise ValueError(f"no machine {name!r}; there are {', '.join(m.name for m in machines(minions))}")
    return found[0]


# People in the lab. The passwords guard nothing: nobody outside the lab's namespaces can reach its machines.
OPERATOR = "ops"
OPERATOR_PASSWORD = "correct-horse-battery"
ROOT_PASSWORD = "only-the-lab-knows-this"
