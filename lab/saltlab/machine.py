"""The first process of a machine: takes its file system, its interface, its users and daemons, then collects children.

Talks with its parent by lines: says `namespaces`, reads the operator's public key (the sign that eth0 is there), says
`ready`. Arguments: the machine's name, how many machines the lab has, the root of its file system.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from saltlab import layout
from saltlab.layout import Machine, Role
from saltlab.provision import PATH
from saltlab.rootfs import run

DEVICES = {"null": (1, 3), "zero": (1, 5), "full": (1, 7), "random": (1, 8), "urandom": (1, 9), "tty": (5, 0)}


def main(name: str, count: int, root: Path) -> None:
    machine = next(m for m in layout.machines(count - 3) if m.name == name)
    print("namespaces", flush=True)
    operator_key = sys.stdin.readline()
    socket.sethostname(machine.name)
    _network(machine)
    _file_system(root)
    os.environ.clear()
    os.environ.update(PATH=PATH, HOME="/root", LANG="C.UTF-8", SHELL="/bin/sh")
    run("rsyslogd")
    if machine.role is not Role.CLIENT:
        _users(operator_key)
        _sshd()
    print("ready", flush=True)
    _leave_standard_streams()
    _reap_for_ever()


def _network(machine: Machine) -> None:
    for name in ("all", "default"):
        Path(f"/proc/sys/net/ipv6/conf/{name}/accept_dad").write_text("0\n")
    lines = [
        "link set lo up",
        f"addr add {machine.ipv4} dev eth0",
        f"addr add {machine.ipv6} dev eth0 nodad",
        "link set eth0 up",
        f"route add default via {machine.network.gateway4.ip}",
        f"route add default via {machine.network.gateway6.ip}",
    ]
    run("ip", "-batch", "-", stdin="\n".join(lines) + "\n")


def _file_system(root: Path) -> None:
    """Mounts the kernel's file systems and makes `root` the root; the host's is then out of reach."""
    run("mount", "-t", "proc", "proc", root / "proc")
    run("mount", "-t", "sysfs", "-o", "ro", "sysfs", root / "sys")
    run("mount", "-t", "tmpfs", "-o", "mode=755", "run", root / "run")
    run("mount", "-t", "tmpfs", "-o", "mode=755", "dev", root / "dev")
    dev = root / "dev"
    for name, (major, minor) in DEVICES.items():
        os.mknod(dev / name, 0o020666, os.makedev(major, minor))
        (dev / name).chmod(0o666)
    for name in ("pts", "shm"):
        (dev / name).mkdir()
    run("mount", "-t", "devpts", "-o", "newinstance,ptmxmode=0666,mode=620,gid=5", "devpts", dev / "pts")
    run("mount", "-t", "tmpfs", "-o", "mode=1777", "shm", dev / "shm")
    (dev / "ptmx").symlink_to("pts/ptmx")
    (dev / "fd").symlink_to("/proc/self/fd")
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        (dev / name).symlink_to(f"/proc/self/fd/{number}")
    os.chdir(root)
    run("pivot_root", ".", ".old")
    os.chdir("/")
    run("umount", "-l", "/.old")
    Path("/.old").rmdir()
    Path("/run/lock").mkdir(mode=0o1777)


def _users(operator_key: str) -> None:
    run("useradd", "--create-home", "--shell", "/bin/bash", layout.OPERATOR)
    passwords = {layout.OPERATOR: layout.OPERATOR_PASSWORD, "root": layout.ROOT_PASSWORD}
    run("chpasswd", stdin="".join(f"{user}:{password}\n" for user, password in passwords.items()))
    ssh = Path("/home", layout.OPERATOR, ".ssh")
    ssh.mkdir(mode=0o700)
    (ssh / "authorized_keys").write_text(operator_key)
    run("chown", "-R", f"{layout.OPERATOR}:{layout.OPERATOR}", ssh)


def _sshd() -> None:
    Path("/run/sshd").mkdir(mode=0o755)
    # OpenSSH 9.8 and newer turn away a source that guesses; here that is saltban's to do.
    knows_penalties = subprocess.run(
        ["/usr/sbin/sshd", "-T", "-o", "PerSourcePenalties=no"], capture_output=True, timeout=30, check=False
    )
    if knows_penalties.returncode == 0:
        with Path("/etc/ssh/sshd_config").open("a", encoding="ascii") as config:
            config.write("PerSourcePenalties no\n")
    run("/usr/sbin/sshd")


def _leave_standard_streams() -> None:
    null = os.open("/dev/null", os.O_RDWR)
    for number in range(3):
        os.dup2(null, number)


def _reap_for_ever() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    while True:
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass
        signal.sigwait({signal.SIGCHLD})


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
