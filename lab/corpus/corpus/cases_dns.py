"""UseDNS yes: sshd prints names that the peer's own name server chose. None may ever be resolved."""
from .case import BOTH, OPEN, V, case
from .world import PASSWORD

DNS = "UseDNS=yes"


def _attempts(lab, peer, names, user=b"denied"):
    lab.names.names = names
    try:
        with lab.ready(peer) as ssh:
            ssh.password(user, PASSWORD)
    finally:
        lab.names.names = {}


@case("The name maps back; DenyUsers prints it", DNS, "DenyUsers=denied", peers=BOTH, failures=1, invalid=OPEN)
def dns_maps_back(lab, peer):
    _attempts(lab, peer, {peer: "client71.example", "client71.example": [peer]})


@case("The name also lists the victim's address", DNS, "DenyUsers=denied", peers=BOTH, failures=1, invalid=OPEN)
def dns_also_lists_victim(lab, peer):
    _attempts(lab, peer, {peer: "twin.example", "twin.example": [V, peer]})


@case("The name maps to the victim only", DNS, failures=1, root=1)
def dns_maps_elsewhere(lab, peer):
    _attempts(lab, peer, {peer: "victim.example", "victim.example": [V]}, b"root")


@case("The name does not exist the other way", DNS, failures=1, root=1)
def dns_no_forward_name(lab, peer):
    _attempts(lab, peer, {peer: "nowhere.invalid"}, b"root")


@case("The name is the victim's address", DNS, failures=1, root=1, journal=True)
def dns_numeric_name(lab, peer):
    _attempts(lab, peer, {peer: V}, b"root")


@case("The name begins with the victim's address", DNS, "DenyUsers=denied", failures=1, invalid=OPEN)
def dns_name_like_address(lab, peer):
    name = V + ".client.example"
    _attempts(lab, peer, {peer: name, name: [peer]})


@case("Names with keyboard-interactive: PAM's error carries the name only", DNS, "KbdInteractiveAuthentication=yes",
      failures=OPEN, root=OPEN)
def dns_interactive(lab, peer):
    lab.names.names = {peer: "client71.example", "client71.example": [peer]}
    try:
        with lab.ready(peer) as ssh:
            ssh.interactive(b"root")
    finally:
        lab.names.names = {}


@case("libwrap prints the name and the address", probes=OPEN, failures=OPEN)
def dns_libwrap(lab, peer):
    lab.names.names = {peer: V + ".client.example", V + ".client.example": [peer]}
    with open("/etc/hosts.deny", "w") as deny:
        deny.write("sshd: .example\n")
    try:
        with lab.wire(peer) as wire:
            wire.drain()
    finally:
        lab.names.names = {}
        with open("/etc/hosts.deny", "w") as deny:
            deny.write("")
