"""The laboratory's one server: private /etc, /dev, /run, /root, /var/log and /home, its own network, real daemons.

It runs inside the mount, process, host name and network namespaces that `make-corpus` asked `unshare` for; all of it,
daemons included, ends with this process. The process itself stands on the peers' side of a pair of network
interfaces; the daemons stand on the other side.
"""
import ctypes
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

HOST = "web1"
SERVER4, SERVER6 = "192.0.2.22", "2001:db8:22::22"
PEERS4 = ["198.51.100.7", "198.51.100.8", "198.51.100.80", "192.0.2.9", "203.0.113.9"]
PEERS6 = ["2001:db8:7::7", "2001:db8:7::8", "2001:db8:9::9"]
SERVER_LL, PEER_LL = "fe80::22", "fe80::11"
PASSWORD = b"correct horse"

_libc = ctypes.CDLL(None, use_errno=True)
_CLONE_NEWNET = 0x40000000


def run(*command, **options):
    return subprocess.run(command, check=True, stdin=subprocess.DEVNULL, **options)


def wait_for(what, condition, seconds=15):
    """Returns the first true answer of `condition`; a laboratory that hangs is an error with a name."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.01)
    raise RuntimeError("corpus: waited %s s for %s" % (seconds, what))


class Server:
    """Files, users, network and log daemons of the one server."""

    def __init__(self, scratch):
        self.scratch = pathlib.Path(scratch)
        self._files()
        self._network()
        self._users()

    # --- files
    def _files(self):
        run("mount", "--make-rprivate", "/")
        run("mount", "-t", "tmpfs", "tmpfs", str(self.scratch))
        for name, target in (("etc", "/etc"), ("log", "/var/log"), ("home", "/home"), ("root", "/root"), ("dev", "/dev")):
            folder = self.scratch / name
            if name == "etc":
                shutil.copytree("/etc", folder, symlinks=True)
            else:
                folder.mkdir(mode=0o700 if name == "root" else 0o755)
            if name == "dev":
                for node, minor in (("null", 3), ("zero", 5), ("full", 7), ("random", 8), ("urandom", 9)):
                    os.mknod(folder / node, 0o20666, os.makedev(1, minor))
                    os.chmod(folder / node, 0o666)
                os.mknod(folder / "tty", 0o20666, os.makedev(5, 0))
                (folder / "pts").mkdir()
                (folder / "ptmx").symlink_to("pts/ptmx")
            run("mount", "--bind", str(folder), target)
        run("mount", "-t", "devpts", "-o", "newinstance,ptmxmode=0666", "devpts", "/dev/pts")
        run("mount", "-t", "tmpfs", "tmpfs", "/run")
        run("mount", "-t", "proc", "proc", "/proc")
        for folder in ("/run/sshd", "/run/systemd/journal", "/run/lock", "/var/log/journal"):
            os.makedirs(folder, mode=0o755)
        os.symlink("/run/systemd/journal/dev-log", "/dev/log")
        socket.sethostname(HOST)
        etc = pathlib.Path("/etc")
        (etc / "hostname").write_text(HOST + "\n")
        (etc / "machine-id").write_text("5a17ba2d" * 4 + "\n")
        (etc / "hosts").write_text("127.0.0.1 localhost\n::1 localhost\n")
        (etc / "resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
        (etc / "nsswitch.conf").write_text(
            "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\nprotocols: files\n")
        # The message is Debian's; only the two seconds of waiting after each wrong password are left out.
        auth = etc / "pam.d" / "common-auth"
        auth.write_text(auth.read_text().replace("pam_unix.so nullok", "pam_unix.so nullok nodelay"))
        (etc / "systemd" / "journald.conf").write_text(
            "[Journal]\nStorage=volatile\nForwardToSyslog=yes\nReadKMsg=no\nAudit=no\nRateLimitBurst=0\n")

    # --- network
    def _network(self):
        self.outside = os.open("/proc/self/ns/net", os.O_RDONLY)
        _libc.unshare(_CLONE_NEWNET)
        self.inside = os.open("/proc/self/ns/net", os.O_RDONLY)
        self._enter(self.outside)
        run("ip", "link", "add", "peers", "type", "veth", "peer", "name", "eth0", "netns", str(self._pid_inside()))
        for inside, link, v4, v6, local in ((False, "peers", PEERS4, PEERS6, PEER_LL),
                                            (True, "eth0", [SERVER4], [SERVER6], SERVER_LL)):
            self._enter(self.inside if inside else self.outside)
            run("ip", "link", "set", "lo", "up")
            run("ip", "link", "set", link, "addrgenmode", "none", "up")
            for address in v4:
                run("ip", "address", "add", address + "/32", "dev", link)
            for address in v6:
                run("ip", "address", "add", address + "/128", "dev", link, "nodad")
            run("ip", "address", "add", local + "/64", "dev", link, "nodad")
            run("ip", "route", "add", "default", "dev", link)
            run("ip", "-6", "route", "add", "default", "dev", link)
        self._enter(self.outside)
        self._holder.kill()

    def _pid_inside(self):
        self._holder = subprocess.Popen(["sleep", "60"], preexec_fn=lambda: self._enter(self.inside))
        return self._holder.pid

    @staticmethod
    def _enter(namespace):
        if _libc.setns(namespace, _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")

    def socket_inside(self, *arguments):
        """A socket that belongs to the server's network."""
        self._enter(self.inside)
        try:
            return socket.socket(*arguments)
        finally:
            self._enter(self.outside)

    def start(self, *command, **options):
        """Starts a daemon on the server's side of the network."""
        return subprocess.Popen(
            command, preexec_fn=lambda: self._enter(self.inside), **dict({"stdin": subprocess.DEVNULL}, **options))

    # --- users
    def _users(self):
        crypted = run("openssl", "passwd", "-6", PASSWORD.decode(), capture_output=True).stdout.decode().strip()
        people = {  # name: (uid, gid, shell, password field)
            "alice": (60001, 60001, "/bin/sh", crypted),
            "denied": (60002, 60002, "/bin/sh", crypted),
            "noshell": (60003, 60003, "/no/such/shell", crypted),
            "notrunnable": (60004, 60004, "/etc/passwd", crypted),
            "locked": (60005, 60005, "/bin/sh", "!" + crypted),
            "orphan": (60006, 65000, "/bin/sh", crypted),
            "nopassword": (60007, 60007, "/bin/sh", ""),
            "expired": (60008, 60008, "/bin/sh", crypted),
        }
        with open("/etc/passwd", "a") as passwd, open("/etc/shadow", "a") as shadow, open("/etc/group", "a") as group:
            for name, (uid, gid, shell, word) in people.items():
                passwd.write("%s:x:%d:%d::/home/%s:%s\n" % (name, uid, gid, name, shell))
                shadow.write("%s:%s:19000:0:99999:7::%s:\n" % (name, word, "19001" if name == "expired" else ""))
                if gid != 65000:
                    group.write("%s:x:%d:\n" % (name, gid))
                home = pathlib.Path("/home", name)
                (home / ".ssh").mkdir(parents=True)
                for folder in (home, home / ".ssh"):
                    os.chown(folder, uid, gid)
                    folder.chmod(0o700)
        run("usermod", "-p", crypted, "root")

    # --- log daemons
    def start_journald(self):
        self.journald = self.start("/lib/systemd/systemd-journald", stderr=subprocess.DEVNULL)
        wait_for("journald's socket", lambda: os.path.exists("/run/systemd/journal/dev-log"))

    def start_rsyslogd(self, reduce_repeated):
        """Debian 12's arrangement: journald forwards, rsyslogd writes. A second file has the traditional format."""
        config = self.scratch / "rsyslog.conf"
        config.write_text(
            'module(load="imuxsock" SysSock.Name="/run/systemd/journal/syslog")\n'
            + ("$RepeatedMsgReduction on\n" if reduce_repeated else "")
            + "auth,authpriv.* /var/log/auth.log\n"
            + "auth,authpriv.* /var/log/traditional.log;RSYSLOG_TraditionalFileFormat\n")
        self.rsyslogd = self.start("/usr/sbin/rsyslogd", "-n", "-f", str(config), "-i", str(self.scratch / "rsyslogd.pid"))
        wait_for("rsyslogd's socket", lambda: os.path.exists("/run/systemd/journal/syslog"))
        self.mark("rsyslogd is up")

    def stop_rsyslogd(self):
        self.rsyslogd.send_signal(signal.SIGTERM)
        self.rsyslogd.wait(20)
        pathlib.Path("/run/systemd/journal/syslog").unlink(missing_ok=True)

    def mark(self, token):
        """Sends a message of our own through the daemons; when it has arrived, so has all that was sent before."""
        line = ("corpus: %s %d" % (token, time.monotonic_ns())).encode()

        def arrived():
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log:
                log.sendto(b"<38>" + line, "/dev/log")
            try:
                wait_for("", lambda: all(line in self.read(name) for name in ("auth", "traditional")), 0.5)
                return True
            except RuntimeError:
                return False
        wait_for("the marker in the logs", arrived)
        return line

    @staticmethod
    def read(name):
        path = pathlib.Path("/var/log", name + ".log")
        return path.read_bytes() if path.exists() else b""


def processes(name):
    """Process ids whose command name is `name` and which have not ended."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = pathlib.Path("/proc", entry, "stat").read_text()
            except OSError:  # it ended while we looked
                continue
            command, state = stat[stat.index("(") + 1:stat.rindex(")")], stat[stat.rindex(")") + 2]
            if command == name and state != "Z":
                found.append(int(entry))
    return found
