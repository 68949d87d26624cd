"""Debian's dropbear. It escapes nothing; rsyslogd turns control characters into #ooo."""
from .case import A, A6, BOTH, OPEN, V, case as _case
from .ssh import Gone
from .world import PASSWORD

_V = V.encode()


def case(about, **counts):
    return _case(about, daemon="dropbear", **counts)


@case("One wrong password for root", peers=BOTH, failures=1, root=1, journal=True)
def dropbear_wrong_password_root(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"root")


@case("One wrong password for an account", failures=1)
def dropbear_wrong_password_valid_user(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"alice")


@case("One wrong password for a name that does not exist: that message has no address", peers=BOTH, failures=OPEN, invalid=OPEN,
      probes=OPEN)
def dropbear_wrong_password_unknown_user(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"admin")


@case("Too many passwords for root", peers=BOTH, failures=10, root=10)
def dropbear_too_many(lab, peer):
    _until_refused(lab, peer, b"root")


@case("Too many passwords for an unknown user", failures=OPEN, invalid=OPEN, probes=OPEN)
def dropbear_too_many_unknown_user(lab, peer):
    _until_refused(lab, peer, b"admin")


def _until_refused(lab, peer, user):
    try:
        with lab.ready(peer) as ssh:
            for _ in range(20):
                ssh.password(user)
    except Gone:
        return  # the point of the case


@case("A password is accepted", peers=BOTH, logins=1)
def dropbear_login_password(lab, peer):
    with lab.ready(peer) as ssh:
        assert ssh.password(b"alice", PASSWORD)
        ssh.run(b"true")
        ssh.disconnect()


@case("A key is accepted; OpenSSH's client", logins=1)
def dropbear_login_key(lab, peer):
    assert lab.ssh(peer, "alice", keys=["alice"]) == 0


@case("An account without a usable shell", failures=OPEN, invalid=OPEN, probes=OPEN)
def dropbear_no_shell(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"noshell", PASSWORD)


@case("A wrong key for root", failures=OPEN, root=OPEN, probes=OPEN)
def dropbear_wrong_key(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.key(b"root", lab.blob("stranger1"))


@case("Names that imitate the end of a message: dropbear does not print what does not exist", peers=(A, A6), failures=OPEN,
      invalid=OPEN, probes=OPEN, journal=True)
def dropbear_hostile_names(lab, peer):
    for user in (b"root' from %s:22" % _V, b"x\nBad password attempt for 'root' from %s:22" % _V, b"x' from 2001:db8:dead::66:22"):
        with lab.ready(peer) as ssh:
            ssh.password(user)
            ssh.password(user)


@case("Connect and close", peers=BOTH, probes=OPEN)
def dropbear_connect_and_close(lab, peer):
    with lab.wire(peer) as wire:
        wire.read_line()


@case("HTTP instead of a banner", probes=OPEN)
def dropbear_http(lab, peer):
    with lab.wire(peer) as wire:
        wire.read_line()
        wire.send_raw(b"GET / HTTP/1.1\r\nHost: %s\r\n\r\n" % _V)
        wire.drain()


@case("Keys are agreed, then the peer leaves with a lying text", probes=OPEN)
def dropbear_disconnect(lab, peer):
    with lab.wire(peer) as wire:
        wire.greet().exchange_keys().service()
        wire.disconnect(3, b"x from <%s:22>: Auth fail" % _V)


@case("Ciphers of old", probes=OPEN)
def dropbear_no_common_cipher(lab, peer):
    try:
        with lab.wire(peer) as wire:
            wire.greet().exchange_keys(cipher=b"3des-cbc")
    except Gone:
        return  # dropbear refuses: the point of the case
