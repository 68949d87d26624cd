"""A small SSH client (RFC 4253, RFC 4252) that sends what a well-bred one never would.

Names, services, offers, key ids and texts are bytes and go out as they are. The host key is not checked: the peer is
the sshd of this laboratory. Every method returns when sshd has answered, so that no case needs to sleep.
"""
import hashlib
import hmac
import os
import socket
import struct

from .aes import Aes128Ctr

_PRIME_14 = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
    "49286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D"
    "670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718"
    "3995497CEA956AE515D2261898FA051015728E5A8AACAA68FFFFFFFFFFFFFFFF", 16)

DISCONNECT, IGNORE, UNIMPLEMENTED, DEBUG, SERVICE_REQUEST, SERVICE_ACCEPT, EXT_INFO = 1, 2, 3, 4, 5, 6, 7
KEXINIT, NEWKEYS, KEXDH_INIT, KEXDH_REPLY = 20, 21, 30, 31
USERAUTH_REQUEST, USERAUTH_FAILURE, USERAUTH_SUCCESS, USERAUTH_BANNER, USERAUTH_PK_OK = 50, 51, 52, 53, 60
INFO_REQUEST, INFO_RESPONSE = 60, 61
GLOBAL_REQUEST, CHANNEL_OPEN, CHANNEL_CONFIRMATION, CHANNEL_CLOSE, CHANNEL_REQUEST = 80, 90, 91, 97, 98

OFFER = {
    "kex": b"diffie-hellman-group14-sha256",
    "host key": b"ssh-ed25519,rsa-sha2-256,ecdsa-sha2-nistp256",
    "cipher": b"aes128-ctr",
    "mac": b"hmac-sha2-256",
    "compression": b"none",
}


class Gone(Exception):
    """sshd closed the connection, or sent a disconnect (its text is the argument)."""


def text(data):
    return struct.pack(">I", len(data)) + data


def _mpint(n):
    raw = n.to_bytes(n.bit_length() // 8 + 1, "big") if n else b""
    return text(raw)


class Wire:
    """An open TCP connection and, after `exchange_keys`, an encrypted transport on it."""

    def __init__(self, sock, banner=b"SSH-2.0-OpenSSH_9.2"):
        self.sock = sock
        self.banner = banner
        self._out = self._in = None
        self._sent = self._got = 0
        self._session = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # --- bytes
    def send_raw(self, data):
        self.sock.sendall(data)

    def read_line(self):
        line = b""
        while not line.endswith(b"\n"):
            byte = self.sock.recv(1)
            if not byte:
                raise Gone("closed before the identification")
            line += byte
        return line.rstrip(b"\r\n")

    def _exactly(self, count):
        data = b""
        while len(data) < count:
            try:
                part = self.sock.recv(count - len(data))
            except ConnectionResetError as reset:
                raise Gone("reset") from reset
            if not part:
                raise Gone("closed")
            data += part
        return data

    def drain(self):
        """Reads until sshd closes, so that its side of the story is complete."""
        try:
            while self.sock.recv(65536):
                pass
        except OSError:
            return

    def close(self):
        self.sock.close()

    def reset(self):
        """Ends the connection with RST instead of FIN."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    # --- packets
    def send(self, payload, mac_flip=False):
        block = 16 if self._out else 8
        padding = block - (len(payload) + 5) % block
        padding += block if padding < 4 else 0
        packet = struct.pack(">IB", len(payload) + padding + 1, padding) + payload + os.urandom(padding)
        mac = b""
        if self._out:
            cipher, key = self._out
            mac = hmac.digest(key, struct.pack(">I", self._sent) + packet, "sha256")
            mac = bytes([mac[0] ^ mac_flip]) + mac[1:]
            packet = cipher(packet)
        self._sent += 1
        self.send_raw(packet + mac)

    def receive(self):
        """The next payload that matters; raises `Gone` on a disconnect."""
        while True:
            if self._in:
                cipher, key = self._in
                first = cipher(self._exactly(16))
                length = struct.unpack(">I", first[:4])[0]
                packet = first + cipher(self._exactly(length - 12))
                self._exactly(32)
            else:
                length = struct.unpack(">I", self._exactly(4))[0]
                packet = struct.pack(">I", length) + self._exactly(length)
            self._got += 1
            payload = packet[5:len(packet) - packet[4]]
            if payload[0] == DISCONNECT:
                raise Gone(payload[9:].decode("latin-1"))
            if payload[0] not in (IGNORE, DEBUG, EXT_INFO, GLOBAL_REQUEST, USERAUTH_BANNER):
                return payload

    # --- transport
    def greet(self):
        self.send_raw(self.banner + b"\r\n")
        self.server_banner = self.read_line()
        return self

    def kexinit(self, **other):
        """Our KEXINIT payload; keyword arguments (`kex`, `host_key`, `cipher`, `mac`, `compression`) replace an offer."""
        offer = dict(OFFER, **{k.replace("_", " "): v for k, v in other.items()})
        names = [offer["kex"], offer["host key"]] + [offer[k] for k in ("cipher", "mac", "compression") for _ in "io"]
        return (bytes([KEXINIT]) + os.urandom(16) + b"".join(map(text, names + [b"", b""])) + b"\0" + bytes(4))

    def exchange_keys(self, **other):
        """Agrees on keys; raises `Gone` when sshd refuses what is offered."""
        ours = self.kexinit(**other)
        self.send(ours)
        theirs = self.receive()
        x = int.from_bytes(os.urandom(32), "big")
        e = pow(2, x, _PRIME_14)
        self.send(bytes([KEXDH_INIT]) + _mpint(e))
        reply = self.receive()
        if reply[0] != KEXDH_REPLY:
            raise Gone("message %d instead of a key exchange reply" % reply[0])
        fields, at = [], 1
        for _ in range(3):
            size = struct.unpack(">I", reply[at:at + 4])[0]
            fields.append(reply[at + 4:at + 4 + size])
            at += 4 + size
        shared = _mpint(pow(int.from_bytes(fields[1], "big"), x, _PRIME_14))
        digest = hashlib.sha256(
            text(self.banner) + text(self.server_banner) + text(ours) + text(theirs) + text(fields[0]) + _mpint(e)
            + text(fields[1]) + shared).digest()
        self._session = self._session or digest

        def key(letter, size):
            return hashlib.sha256(shared + digest + letter + self._session).digest()[:size]

        self.send(bytes([NEWKEYS]))
        self._out = Aes128Ctr(key(b"C", 16), key(b"A", 16)), key(b"E", 32)
        self.receive()
        self._in = Aes128Ctr(key(b"D", 16), key(b"B", 16)), key(b"F", 32)
        return self

    def service(self, name=b"ssh-userauth"):
        self.send(bytes([SERVICE_REQUEST]) + text(name))
        self.receive()
        return self

    def ready(self):
        """Everything up to the point where a user may be named."""
        return self.greet().exchange_keys().service()

    def disconnect(self, reason=11, words=b"disconnected by user", language=b""):
        self.send(bytes([DISCONNECT]) + struct.pack(">I", reason) + text(words) + text(language))
        self.drain()
        self.close()

    # --- authentication: each returns True for a success, False for a failure
    def _request(self, user, method, body, service=b"ssh-connection"):
        self.send(bytes([USERAUTH_REQUEST]) + text(user) + text(service) + text(method) + body)
        return self.receive()

    def none(self, user, service=b"ssh-connection"):
        return self._request(user, b"none", b"", service)[0] == USERAUTH_SUCCESS

    def password(self, user, word=b"not the password", service=b"ssh-connection"):
        return self._request(user, b"password", b"\0" + text(word), service)[0] == USERAUTH_SUCCESS

    def key(self, user, blob, algorithm=None, service=b"ssh-connection"):
        """Asks whether a public key would do, as every client does before it signs."""
        kind = blob[4:4 + struct.unpack(">I", blob[:4])[0]] if algorithm is None else algorithm
        return self._request(user, b"publickey", b"\0" + text(kind) + text(blob), service)[0] == USERAUTH_PK_OK

    def hostbased(self, user, blob, client_host, client_user):
        kind = blob[4:4 + struct.unpack(">I", blob[:4])[0]]
        body = text(kind) + text(blob) + text(client_host) + text(client_user) + text(b"no signature")
        return self._request(user, b"hostbased", body)[0] == USERAUTH_SUCCESS

    def interactive(self, user, word=b"not the password"):
        answer = self._request(user, b"keyboard-interactive", text(b"") + text(b""))
        while answer[0] == INFO_REQUEST:
            at = 1
            for _ in range(3):
                at += 4 + struct.unpack(">I", answer[at:at + 4])[0]
            prompts = struct.unpack(">I", answer[at:at + 4])[0]
            self.send(bytes([INFO_RESPONSE]) + struct.pack(">I", prompts) + text(word) * prompts)
            answer = self.receive()
        return answer[0] == USERAUTH_SUCCESS

    def open_session(self):
        self.send(bytes([CHANNEL_OPEN]) + text(b"session") + struct.pack(">III", 0, 1 << 20, 1 << 15))
        if self.receive()[0] != CHANNEL_CONFIRMATION:
            raise Gone("no channel")

    def run(self, command):
        """Runs one command on a session channel and waits for its end."""
        self.open_session()
        self.send(bytes([CHANNEL_REQUEST]) + bytes(4) + text(b"exec") + b"\0" + text(command))
        while self.receive()[0] != CHANNEL_CLOSE:
            pass
        self.send(bytes([CHANNEL_CLOSE]) + bytes(4))
