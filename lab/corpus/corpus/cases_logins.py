"""Accepted logins and what sshd writes until they end."""
import os
import struct

from .case import A, BOTH, V, case
from .ssh import CHANNEL_OPEN, CHANNEL_REQUEST, Gone, text
from .world import PASSWORD

WORD = PASSWORD.decode()
VERBOSE = "LogLevel=VERBOSE"


@case("A password is accepted; Debian's own client", peers=BOTH, logins=1, journal=True)
def login_password(lab, peer):
    assert lab.ssh(peer, "alice", password=WORD) == 0


@case("An Ed25519 key is accepted; Debian's own client", peers=BOTH, logins=1, journal=True)
def login_key(lab, peer):
    assert lab.ssh(peer, "alice", keys=["alice"]) == 0


@case("An RSA key is accepted", logins=1)
def login_key_rsa(lab, peer):
    assert lab.ssh(peer, "alice", keys=["rsa"]) == 0


@case("root by password", "PermitRootLogin=yes", logins=1)
def login_root_password(lab, peer):
    with lab.ready(peer) as ssh:
        assert ssh.password(b"root", PASSWORD)
        ssh.run(b"true")
        ssh.disconnect()


@case("Keyboard-interactive is accepted; PAM runs under a second pid", "KbdInteractiveAuthentication=yes", logins=1)
def login_interactive(lab, peer):
    with lab.ready(peer) as ssh:
        assert ssh.interactive(b"alice", PASSWORD)
        ssh.disconnect()


@case("A certificate of a trusted CA whose key id imitates the end of a message",
      "TrustedUserCAKeys=/etc/ssh/corpus-ca.pub", logins=1, journal=True)
def login_certificate_with_lying_key_id(lab, peer):
    with open("/etc/ssh/corpus-ca.pub", "w") as trusted:
        trusted.write((lab.keys / "ca.pub").read_text())
    lab.certify("certified0", "ca", "x from %s port 22 ssh2: RSA SHA256:x" % V, "alice")
    assert lab.ssh(peer, "alice", keys=["certified0"]) == 0


@case("An account without password, PermitEmptyPasswords: method none is accepted", "PermitEmptyPasswords=yes", logins=1)
def login_none(lab, peer):
    with lab.ready(peer) as ssh:
        assert ssh.none(b"nopassword")
        ssh.disconnect()


@case("Key and password are both asked for", "AuthenticationMethods=publickey,password", peers=BOTH, logins=1)
def login_partial(lab, peer):
    assert lab.ssh(peer, "alice", "-o", "PreferredAuthentications=publickey,password", password=WORD, keys=["alice"]) == 0


@case("Key and password are both asked for, VERBOSE: a Partial line", "AuthenticationMethods=publickey,password", VERBOSE,
      logins=1)
def login_partial_verbose(lab, peer):
    login_partial(lab, peer)


@case("A person mistypes once and then gets in, on one connection", peers=BOTH, failures=1, logins=1)
def login_after_mistyped_password(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"alice")
        assert ssh.password(b"alice", PASSWORD)
        ssh.disconnect()


@case("An agent offers five keys, the right one is the sixth: no offence", peers=BOTH, logins=1)
def login_with_the_sixth_key(lab, peer):
    assert lab.ssh(peer, "alice", keys=["stranger%d" % i for i in range(1, 6)] + ["alice"]) == 0


@case("The same at LogLevel VERBOSE: five lines of failed keys, then the login", VERBOSE, logins=1, journal=True)
def login_with_the_sixth_key_verbose(lab, peer):
    login_with_the_sixth_key(lab, peer)


@case("A login at LogLevel VERBOSE: connection, session, end", VERBOSE, peers=BOTH, logins=1)
def login_verbose(lab, peer):
    assert lab.ssh(peer, "alice", password=WORD) == 0


@case("A login that opens no session", "UnusedConnectionTimeout=1s", logins=1)
def login_unused(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"alice", PASSWORD)
        ssh.drain()


@case("A client that no longer answers", "ClientAliveInterval=1", "ClientAliveCountMax=1", logins=1)
def login_then_silent(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"alice", PASSWORD)
        ssh.drain()


@case("A login that ends with RST", logins=1)
def login_then_reset(lab, peer):
    ssh = lab.ready(peer)
    ssh.password(b"alice", PASSWORD)
    ssh.run(b"true")
    ssh.reset()


@case("A login that is reset while it waits", logins=1)
def login_reset_while_idle(lab, peer):
    ssh = lab.ready(peer)
    ssh.password(b"alice", PASSWORD)
    ssh.open_session()
    ssh.reset()


@case("The same, VERBOSE", VERBOSE, logins=1)
def login_reset_while_idle_verbose(lab, peer):
    login_reset_while_idle(lab, peer)


@case("A login that ends without a word, VERBOSE: the session is closed, then the connection", VERBOSE, logins=1)
def login_then_closed_verbose(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"alice", PASSWORD)
        ssh.run(b"true")


@case("A login that ends without a word", logins=1)
def login_then_closed(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"alice", PASSWORD)
        ssh.run(b"true")


@case("A user says good-bye with the text of an attack", logins=1, journal=True)
def login_then_lying_disconnect(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"alice", PASSWORD)
        ssh.disconnect(3, b"x\nFailed password for root from %s port 22 ssh2" % V.encode())


@case("A forwarding that is refused, to a host whose name imitates a peer", "AllowTcpForwarding=no", logins=1)
def login_forwarding_refused(lab, peer):
    _forward(lab, peer, b"x from %s port 22 ssh2" % V.encode())


@case("A forwarding to a host that PermitOpen does not name", "PermitOpen=192.0.2.22:80", peers=BOTH, logins=1)
def login_forwarding_not_permitted(lab, peer):
    _forward(lab, peer, b"x\nFailed password for root from %s port 22 ssh2" % V.encode())


def _forward(lab, peer, host):
    with lab.ready(peer) as ssh:
        ssh.password(b"alice", PASSWORD)
        ssh.send(bytes([CHANNEL_OPEN]) + text(b"direct-tcpip") + struct.pack(">III", 0, 1 << 20, 1 << 15)
                 + text(host) + struct.pack(">I", 22) + text(b"::1") + bytes(4))
        ssh.receive()
        ssh.disconnect()


@case("A subsystem that is not there, named like a message", logins=1)
def login_unknown_subsystem(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"alice", PASSWORD)
        ssh.open_session()
        name = b"x\nFailed password for root from %s port 22 ssh2" % V.encode()
        ssh.send(bytes([CHANNEL_REQUEST]) + bytes(4) + text(b"subsystem") + b"\1" + text(name))
        ssh.receive()
        ssh.disconnect()


@case("A broken packet after the login", logins=1)
def login_then_bad_mac(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"alice", PASSWORD)
        ssh.send(b"\x50" + text(b"x"), mac_flip=True)
        ssh.drain()


@case("Two logins by key and one by password from three addresses at once", logins=1,
      others={"198.51.100.8": {"logins": 1}, "2001:db8:7::7": {"logins": 1}}, peers=(A,))
def logins_side_by_side(lab, peer):
    with lab.ready(peer) as one, lab.ready("198.51.100.8") as two, lab.ready("2001:db8:7::7") as three:
        for ssh in (three, one, two):
            assert ssh.password(b"alice", PASSWORD)
        for ssh in (one, two, three):
            ssh.disconnect()


@case("/etc/nologin stands: PAM refuses the account although the password is right", failures="?", journal=True)
def login_while_nologin(lab, peer):
    with open("/etc/nologin", "w") as notice:
        notice.write("Closed for today.\n")
    try:
        with lab.ready(peer) as ssh:
            ssh.password(b"alice", PASSWORD)
            ssh.drain()
    except Gone:
        pass  # sshd hangs up: that is the case
    finally:
        os.unlink("/etc/nologin")
