"""What a case may use: connections from chosen addresses, the real ssh client, keys, names, and one sshd at a time."""
import base64
import contextlib
import os
import pathlib
import signal
import socket
import subprocess

from . import world
from .dns import NameServer
from .ssh import Wire
from .witness import Witness

SSHD = "/usr/sbin/sshd"


class Lab:
    """The server, its witness and the peers."""

    def __init__(self, scratch):
        self.server = world.Server(scratch)
        self.names = NameServer(self.server)
        self.witness = Witness(self.server)
        self.server.start_journald()
        self.server.start_rsyslogd(reduce_repeated=False)
        self.scratch = pathlib.Path(scratch)
        self.keys = self.scratch / "keys"
        self.keys.mkdir(mode=0o700)
        for name in ["alice", "ca", "strange-ca"] + ["stranger%d" % i for i in range(6)] + ["certified%d" % i for i in range(5)]:
            self.make_key(name)
        self.make_key("rsa", "rsa", "-b", "2048")
        self.trust("alice", "alice", "rsa")
        askpass = self.scratch / "askpass"
        askpass.write_text('#!/bin/sh\nprintf "%s\\n" "$CORPUS_PASSWORD"\n')
        askpass.chmod(0o700)

    # --- keys
    def make_key(self, name, kind="ed25519", *options):
        world.run("ssh-keygen", "-q", "-t", kind, *options, "-N", "", "-C", name, "-f", str(self.keys / name))

    def blob(self, name):
        """The public key (or certificate, `NAME-cert`) as it goes over the wire."""
        return base64.b64decode((self.keys / (name + ".pub")).read_text().split()[1])

    def trust(self, user, *keys):
        owner = os.stat("/home/" + user) if user != "root" else os.stat("/root")
        home = pathlib.Path("/root" if user == "root" else "/home/" + user)
        path = home / ".ssh" / "authorized_keys"
        path.write_text("".join((self.keys / (key + ".pub")).read_text() for key in keys))
        os.chown(path, owner.st_uid, owner.st_gid)

    def certify(self, key, ca, key_id, principals):
        """Signs `key`; the certificate is `KEY-cert`. The key id is any text."""
        world.run("ssh-keygen", "-q", "-s", str(self.keys / ca), "-I", key_id, "-n", principals, str(self.keys / (key + ".pub")))
        return self.blob(key + "-cert")

    # --- peers
    def connect(self, source, port=22):
        """A TCP connection from `source`, bare."""
        scope = socket.if_nametoindex("peers") if source.startswith("fe80") else 0
        if ":" in source:
            sock = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
            sock.bind((source, 0, 0, scope))
            target = (world.SERVER_LL if scope else world.SERVER6, port, 0, scope)
        else:
            sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            sock.bind((source, 0))
            target = (world.SERVER4, port)
        sock.settimeout(30)
        sock.connect(target)
        return sock

    def wire(self, source, banner=b"SSH-2.0-OpenSSH_9.2", port=22):
        return Wire(self.connect(source, port), banner)

    def ready(self, source, port=22):
        """A connection on which keys are agreed and a user may be named."""
        return self.wire(source, port=port).ready()

    def ssh(self, source, user, *options, password=None, keys=(), command="true"):
        """Debian's own ssh client; returns its exit status."""
        arguments = ["ssh", "-F", "none", "-b", source, "-o", "StrictHostKeyChecking=no", "-o",
                     "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes",
                     "-o", "NumberOfPasswordPrompts=1", "-l", user]
        for key in keys:
            arguments += ["-i", str(self.keys / key)]
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.scratch), "SSH_ASKPASS_REQUIRE": "force",
                       "SSH_ASKPASS": str(self.scratch / "askpass"), "CORPUS_PASSWORD": password or "not the password"}
        if password is None:
            arguments += ["-o", "PasswordAuthentication=no", "-o", "KbdInteractiveAuthentication=no"]
        if keys == ():
            arguments += ["-o", "PubkeyAuthentication=no"]
        target = world.SERVER6 if ":" in source else world.SERVER4
        return subprocess.run(arguments + list(options) + [target] + ([command] if command else []), env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60).returncode

    # --- sshd
    def daemon(self, case):
        """The daemon that the case is about, running."""
        return self.dropbear() if case.daemon == "dropbear" else self.sshd(*case.settings)

    @contextlib.contextmanager
    def dropbear(self):
        """Debian's dropbear, on port 22 as well."""
        key = self.scratch / "dropbear-key"
        if not key.exists():
            world.run("/usr/bin/dropbearkey", "-t", "ed25519", "-f", str(key), capture_output=True)
        daemon = self.server.start("/usr/sbin/dropbear", "-F", "-r", str(key), "-p", "22", stderr=subprocess.DEVNULL)
        yield from self._running(daemon)

    @contextlib.contextmanager
    def sshd(self, *settings):
        """Debian's sshd with Debian's configuration and `settings` (`Key=Value`) over it; leaves when all is logged."""
        options = [word for setting in settings for word in ("-o", setting)]
        daemon = self.server.start(SSHD, "-D", "-f", "/etc/ssh/sshd_config", *options, stderr=subprocess.DEVNULL)
        yield from self._running(daemon)

    def _running(self, daemon):
        tables = [pathlib.Path("/proc/%d/net/%s" % (daemon.pid, name)) for name in ("tcp", "tcp6")]
        world.wait_for("the daemon to listen", lambda: all(":0016 " in t.read_text() and " 0A " in t.read_text() for t in tables))
        try:
            yield daemon
            self.quiet(daemon)
        finally:
            daemon.send_signal(signal.SIGTERM)
            daemon.wait(20)

    @contextlib.contextmanager
    def sshd_on_mapped_socket(self):
        """Hands an IPv4 connection that arrived on an IPv6 socket to `sshd -i`, as inetd did; yields the accepting call."""
        listener = self.server.socket_inside(socket.AF_INET6, socket.SOCK_STREAM)
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        listener.bind(("::", 2222))
        listener.listen(5)
        started = []

        def accept():
            connection, peer = listener.accept()
            started.append(self.server.start(SSHD, "-i", stdin=connection, stdout=connection, stderr=subprocess.DEVNULL))
            connection.close()
            return peer[0]
        yield accept
        for child in started:
            child.wait(20)
        listener.close()

    def quiet(self, daemon=None):
        """Waits until no connection is served any more."""
        listener = {daemon.pid} if daemon else set()
        world.wait_for("the connections to end", lambda: set(world.processes("sshd") + world.processes("dropbear")) <= listener, 30)
