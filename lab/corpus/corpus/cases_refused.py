"""Refusals for another reason than a wrong secret, and who is who."""
import os

from .case import B, BOTH, C, D, OPEN, V, case
from .ssh import Gone
from .world import PASSWORD

# --- refused whatever the password
def _right_password(lab, peer, user):
    with lab.ready(peer) as ssh:
        ssh.password(user, PASSWORD)


@case("DenyUsers: the right password does not help", "DenyUsers=denied", peers=BOTH, failures=1, invalid=OPEN, journal=True)
def deny_users(lab, peer):
    _right_password(lab, peer, b"denied")


@case("AllowUsers names another", "AllowUsers=alice", failures=1, invalid=OPEN)
def allow_users(lab, peer):
    _right_password(lab, peer, b"denied")


@case("DenyGroups", "DenyGroups=denied", failures=1, invalid=OPEN)
def deny_groups(lab, peer):
    _right_password(lab, peer, b"denied")


@case("AllowGroups", "AllowGroups=alice", failures=1, invalid=OPEN)
def allow_groups(lab, peer):
    _right_password(lab, peer, b"denied")


@case("AllowGroups and an account without any group", "AllowGroups=alice", failures=1, invalid=OPEN)
def not_in_any_group(lab, peer):
    _right_password(lab, peer, b"orphan")


@case("An account whose shell does not exist", failures=1, invalid=OPEN)
def no_shell(lab, peer):
    _right_password(lab, peer, b"noshell")


@case("An account whose shell cannot be run", failures=1, invalid=OPEN)
def shell_not_executable(lab, peer):
    _right_password(lab, peer, b"notrunnable")


@case("A locked account, without PAM", "UsePAM=no", failures=1, invalid=OPEN)
def locked_account(lab, peer):
    _right_password(lab, peer, b"locked")


@case("An account that has expired, the right password", failures=OPEN)
def expired_account(lab, peer):
    with lab.ready(peer) as ssh:
        try:
            ssh.password(b"expired", PASSWORD)
        except Gone:
            return  # sshd hangs up


@case("PermitRootLogin no, the right password", "PermitRootLogin=no", peers=BOTH, failures=1, root=1)
def root_refused_password(lab, peer):
    _right_password(lab, peer, b"root")


@case("PermitRootLogin no, a good key: refused twice in the log, one attempt", "PermitRootLogin=no", peers=BOTH,
      failures=1, root=1)
def root_refused_key(lab, peer):
    os.makedirs("/root/.ssh", mode=0o700, exist_ok=True)
    lab.trust("root", "alice")
    lab.ssh(peer, "root", keys=["alice"])


@case("Without PAM and with /etc/nologin the session is refused after the login", "UsePAM=no", logins=1)
def nologin_without_pam(lab, peer):
    with open("/etc/nologin", "w") as notice:
        notice.write("Closed for today.\n")
    try:
        with lab.ready(peer) as ssh:
            ssh.password(b"alice", PASSWORD)
            ssh.run(b"true")
    except Gone:
        return  # sshd hangs up: that is the case
    finally:
        os.unlink("/etc/nologin")


@case("libwrap refuses the peer before a word is said", peers=BOTH, probes=OPEN, failures=OPEN)
def refused_by_libwrap(lab, peer):
    with open("/etc/hosts.deny", "w") as deny:
        deny.write("sshd: ALL\n")
    try:
        with lab.wire(peer) as wire:
            wire.drain()
    finally:
        os.unlink("/etc/hosts.deny")


# --- change of name, of service
@case("A second name on one connection ends it", peers=BOTH, failures=1, invalid=1, journal=True)
def change_of_user(lab, peer):
    _second(lab, peer, b"a %s port 22" % V.encode(), b"b from %s port 22 ssh2" % V.encode())


@case("A second name, with a line of its own", failures=1, root=1)
def change_of_user_with_newline(lab, peer):
    _second(lab, peer, b"root", b"x)\nFailed password for root from %s port 22 ssh2" % V.encode())


@case("A second service that imitates a message (services may hold a colon)", failures=1, root=1)
def change_of_service(lab, peer):
    _second(lab, peer, b"root", b"root", b"x 2001:db8:dead::66 port 22: Too many authentication failures [preauth]")


def _second(lab, peer, first, then, service=b"ssh-connection"):
    try:
        with lab.ready(peer) as ssh:
            ssh.password(first)
            ssh.password(then, service=service)
    except Gone:
        return  # the point of the case


@case("A valid account on a service that is not ssh-connection", failures=1, invalid=OPEN)
def other_service(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"alice", service=b"x from %s port 22 ssh2" % V.encode())


# --- who is who
@case("A link-local peer: the address carries a zone", peers=("fe80::11",), failures=1, invalid=1, journal=True)
def link_local(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"lladdr")


@case("An IPv4 peer on an IPv6 socket", failures=2, root=1, invalid=1)
def mapped_ipv4(lab, peer):
    with lab.sshd_on_mapped_socket() as accept:
        for user in (b"root", b"admin"):
            wire = lab.wire(peer, port=2222)
            assert accept() == "::ffff:" + peer
            with wire.ready() as ssh:
                ssh.password(user)


@case("Four addresses, two of which begin alike", failures=1, root=1,
      others={B: {"failures": 1, "root": 1}, C: {"failures": 1, "root": 1}, D: {"failures": 1, "root": 1}})
def addresses_that_begin_alike(lab, peer):
    for address in (peer, B, C, D):
        with lab.ready(address) as ssh:
            ssh.password(b"root")
