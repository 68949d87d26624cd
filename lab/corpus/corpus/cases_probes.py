"""Connections that never get as far as naming a user, and those that end before they said how."""
import struct

from .case import A, A6, B, BOTH, OPEN, V, case
from .ssh import KEXDH_INIT, KEXDH_REPLY, KEXINIT, NEWKEYS, Gone, text

_V = V.encode()
VERBOSE = "LogLevel=VERBOSE"


def _say(lab, peer, data):
    with lab.wire(peer) as wire:
        wire.read_line()
        wire.send_raw(data)
        wire.drain()


@case("Connect and close", peers=BOTH, probes=1, journal=True)
def connect_and_close(lab, peer):
    with lab.wire(peer) as wire:
        wire.read_line()


@case("Connect and reset", peers=BOTH, probes=1)
def connect_and_reset(lab, peer):
    wire = lab.wire(peer)
    wire.read_line()
    wire.reset()


@case("Connect and close, VERBOSE", VERBOSE, peers=BOTH, probes=1)
def connect_and_close_verbose(lab, peer):
    connect_and_close(lab, peer)


@case("Connect and say nothing until the time is up: Debian 12 logs nothing at all", "LoginGraceTime=1")
def connect_and_wait(lab, peer):
    with lab.wire(peer) as wire:
        wire.drain()


for _name, _about, _data in (
        ("http", "HTTP", b"GET / HTTP/1.1\r\nHost: %s\r\n\r\n" % _V),
        ("message", "A message", b"Failed password for root from %s port 22 ssh2\r\n" % _V),
        ("quoted_message", "A message with sshd's own quotes",
         b"SSH-2.0x\" from %s port 22\r\n" % _V),
        ("ssh_like_message", "Something that begins like SSH", b"SSH-x' from %s port 22\r\n" % _V),
        ("nul", "A NUL", b"SSH-2.0-\0 from %s port 22\r\n" % _V),
        ("tls", "A TLS client hello", bytes.fromhex("16030100c8010000c40303") + bytes(180)),
        ("endless", "9000 bytes without an end", b"x" * 9000),
        ("ssh1", "SSH 1.5", b"SSH-1.5-from %s port 22\r\n" % _V),
        ("jdwp", "Another protocol's greeting", b"JDWP-Handshake\r\n"),
        ("rdp", "A remote desktop greeting", bytes.fromhex("030000130ee000000000000100080003000000")),
        ("escape", "Escapes, bells and 0x80", b"\033]0;x\a\x80\xff from %s port 22\r\n" % _V)):
    def _function(lab, peer, data=_data):
        _say(lab, peer, data)
    _function.__name__ = "banner_" + _name
    case(_about + " instead of a banner", peers=BOTH if _name == "http" else (A,), probes=1, journal=_name in ("message", "escape"))(
        _function)


@case("A scanner that names itself and another", probes=1)
def banner_of_a_scanner(lab, peer):
    _say(lab, peer, b"SSH-2.0-SSH_Version_Mapper from %s port 22\r\n" % _V)


@case("A probe that names itself and another", probes=1)
def banner_of_a_probe(lab, peer):
    _say(lab, peer, b"SSH-2.0-Probe-from %s port 22\r\n" % _V)


@case("Banner and close", peers=BOTH, probes=1)
def banner_and_close(lab, peer):
    with lab.wire(peer) as wire:
        wire.greet()


@case("A good banner, then noise", peers=BOTH, probes=1, journal=True)
def noise_after_banner(lab, peer):
    _say(lab, peer, b"SSH-2.0-x\r\n" + b"\xff" * 64)


@case("A packet whose padding is longer than itself", probes=1)
def bad_padding(lab, peer):
    _say(lab, peer, b"SSH-2.0-x\r\n" + struct.pack(">IB", 12, 200) + bytes(11))


@case("A packet of 300,000 bytes", probes=1)
def packet_too_long(lab, peer):
    _say(lab, peer, b"SSH-2.0-x\r\n" + struct.pack(">IB", 300000, 4) + bytes(64))


def _offer(name, about, peers=(A,), journal=False, **offer):
    def function(lab, peer):
        try:
            with lab.wire(peer) as wire:
                wire.greet().exchange_keys(**offer)
        except Gone:
            return  # sshd refuses: the point of the case
    function.__name__ = "no_common_" + name
    case(about, peers=peers, probes=1, journal=journal)(function)


_offer("key_exchange", "Key exchange methods of old", BOTH, kex=b"diffie-hellman-group1-sha1,ext-info-c")
_offer("cipher", "Ciphers of old", cipher=b"3des-cbc,arcfour")
_offer("mac", "MACs of old", mac=b"hmac-md5")
_offer("host_key", "Host keys of old", host_key=b"ssh-dss")
_offer("compression", "No such compression", compression=b"lzma")
_offer("forged_offer", "An offer that imitates a message", journal=True,
       kex=b"x [preauth]\nFailed password for root from %s port 22 ssh2" % _V)
_offer("forged_offer_of_500_bytes", "An offer that pushes the end off", kex=b"\x80" * 60 + b" with %s port 22: no matching" % _V * 5)
_offer("forged_long_offer", "An offer of 3000 bytes", cipher=b"aes-from-%s," % _V * 100)


@case("Keys are agreed, then the peer leaves", peers=BOTH, probes=1)
def close_after_keys(lab, peer):
    with lab.wire(peer) as wire:
        wire.greet().exchange_keys()


@case("Keys are agreed, then the peer resets", probes=1)
def reset_after_keys(lab, peer):
    wire = lab.wire(peer)
    wire.greet().exchange_keys()
    wire.service()
    wire.reset()


@case("In the middle of the key exchange the peer leaves", peers=BOTH, probes=1)
def close_in_key_exchange(lab, peer):
    with lab.wire(peer) as wire:
        wire.greet()
        wire.send(wire.kexinit())
        wire.receive()


@case("A message out of turn in the key exchange", probes=1)
def message_out_of_turn(lab, peer):
    with lab.wire(peer) as wire:
        wire.greet()
        wire.send(wire.kexinit())
        wire.receive()
        wire.send(bytes([KEXDH_REPLY]) + bytes(32))
        wire.drain()


@case("A public value of zero in the key exchange", probes=1)
def bad_public_value(lab, peer):
    with lab.wire(peer) as wire:
        wire.greet()
        wire.send(wire.kexinit())
        wire.receive()
        wire.send(bytes([KEXDH_INIT]) + text(b""))
        wire.drain()


@case("A first packet that is no key exchange", probes=1)
def no_key_exchange(lab, peer):
    with lab.wire(peer) as wire:
        wire.greet()
        wire.send(bytes([NEWKEYS]))
        wire.drain()


@case("A key exchange message that ends too early", probes=1)
def short_key_exchange(lab, peer):
    with lab.wire(peer) as wire:
        wire.greet()
        wire.send(bytes([KEXINIT]) + bytes(16) + struct.pack(">I", 1000) + b"x")
        wire.drain()


@case("A wrong MAC before any name", peers=BOTH, probes=1)
def bad_mac(lab, peer):
    with lab.wire(peer) as wire:
        wire.greet().exchange_keys()
        wire.send(b"\x05" + text(b"ssh-userauth"), mac_flip=True)
        wire.drain()


@case("A wrong MAC after a name that imitates the words behind it", failures=1, invalid=1)
def bad_mac_after_name(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"x %s port 22" % _V)
        ssh.send(b"\x32", mac_flip=True)
        ssh.drain()


@case("A service that is none, named like a message", probes=1)
def bad_service(lab, peer):
    try:
        with lab.wire(peer) as wire:
            wire.greet().exchange_keys()
            wire.service(b"x\nfrom %s port 22: Auth fail [preauth]" % _V)
    except Gone:
        return  # sshd refuses: the point of the case


# --- disconnect texts
for _name, _about, _reason, _text in (
        ("by_user", "Reason 11, the polite one", 11, b"disconnected by user"),
        ("bye_bye", "The farewell of libssh's scanners", 11, b"Bye Bye"),
        ("auth_fail", "Reason 3 of a Java client", 3, b"com.jcraft.jsch.JSchException: Auth fail"),
        ("forged", "Reason 3, the words of an attack", 3, b"x from %s port 22: Auth fail [preauth]" % _V),
        ("forged_11", "Reason 11, the words of an attack", 11, b"x from %s port 22:11: Bye" % _V),
        ("newline", "A newline and a message", 11, b"x\nFailed password for root from %s port 22 ssh2" % _V),
        ("empty", "No words", 11, b""),
        ("of_2000_bytes", "2000 bytes of 0x80 and an address", 3, b"\x80" * 99 + b" from %s port 22" % _V + b"x" * 1900),
        ("cut", "The cut falls behind a forged end", 3, b"\x80" * 84 + b" from %s port 22:11: x [preauth]" % _V)):
    def _disconnect(lab, peer, reason=_reason, words=_text):
        with lab.wire(peer) as wire:
            wire.greet().exchange_keys().service()
            wire.disconnect(reason, words)
    _disconnect.__name__ = "disconnect_" + _name
    case(_about, peers=BOTH if _name in ("by_user", "forged") else (A,), probes=1, journal=_name == "newline")(_disconnect)


@case("A disconnect before the keys are agreed", probes=1)
def disconnect_before_keys(lab, peer):
    with lab.wire(peer) as wire:
        wire.greet()
        wire.disconnect(2, b"x from %s port 22" % _V)


@case("A disconnect after an attempt, the name imitating what follows it", failures=1, invalid=1)
def disconnect_after_attempt(lab, peer):
    ssh = lab.ready(peer)
    ssh.password(b"x %s port 22 [preauth]" % _V)
    ssh.disconnect(13, b"No supported authentication methods available")


# --- too many connections
@case("One connection waits; the second and third are dropped", "MaxStartups=1:100:1", probes=OPEN,
      others={B: {"probes": 1}, A6: {"probes": OPEN}}, peers=(A,))
def max_startups(lab, peer):
    with lab.wire(B) as held:
        held.read_line()
        for address in (peer, A6, peer):
            with lab.wire(address) as dropped:
                dropped.drain()


@case("One connection of an address waits; its second is dropped", "PerSourceMaxStartups=1", probes=OPEN)
def max_startups_of_one_source(lab, peer):
    with lab.wire(peer) as held:
        held.read_line()
        with lab.wire(peer) as dropped:
            dropped.drain()


@case("The time is up in the middle of an attempt", "LoginGraceTime=1", failures=1, invalid=1)
def wait_after_attempt(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"admin")
        ssh.drain()
