"""The first process of a lab: router, and parent of all machines.

Runs in mount, pid, network, uts and ipc namespaces of its own. Arguments: the lab's folder, and the number of a file
descriptor whose end of file means that the owner is gone ("-": the lab has no owner and stays). Writes `ready.json`
({"machines": {name: pid in this namespace}}) once all machines run, or `failed.txt`.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from saltlab import layout, process, provision, rootfs
from saltlab.layout import Machine, Network


def main(folder: Path, owner: int | None) -> None:
    spec = json.loads((folder / "spec.json").read_text())
    machines = layout.machines(spec["minions"])
    try:
        memory = folder / "m"
        rootfs.run("mount", "-t", "tmpfs", "-o", "mode=700", "saltlab", memory)
        provision.make_keys(memory / "keys", machines)
        _routes()
        with ThreadPoolExecutor(max_workers=4) as pool:
            pids = list(pool.map(lambda machine: _start(machine, machines, memory, Path(spec["venv"])), machines))
    except Exception:
        (folder / "failed.txt").write_text(traceback.format_exc())
        raise
    by_name = dict(zip([machine.name for machine in machines], pids, strict=True))
    _write_atomically(folder / "ready.json", json.dumps({"machines": by_name}))
    _reap_until_owner_is_gone(owner)


def _write_atomically(file: Path, text: str) -> None:
    new = file.with_suffix(".new")
    new.write_text(text)
    new.rename(file)


def _routes() -> None:
    """This namespace is the router: one bridge for each network, packets pass unchanged."""
    for name in ("ipv4/ip_forward", "ipv6/conf/all/forwarding"):
        Path("/proc/sys/net", name).write_text("1\n")
    for name in ("all", "default"):
        Path(f"/proc/sys/net/ipv6/conf/{name}/accept_dad").write_text("0\n")
    lines = ["link set lo up"]
    for network in layout.NETWORKS:
        lines += [
            f"link add {network.name} type bridge",
            f"addr add {network.gateway4} dev {network.name}",
            f"addr add {network.gateway6} dev {network.name} nodad",
            f"link set {network.name} up",
        ]
    rootfs.run("ip", "-batch", "-", stdin="\n".join(lines) + "\n")


def _start(machine: Machine, machines: list[Machine], memory: Path, venv: Path) -> int:
    """Brings a machine up as far as sshd; answers the number of its first process."""
    root = rootfs.build(memory / machine.name, venv)
    provision.write_files(root, machine, machines, memory / "keys")
    flags = ["--mount", "--pid", "--net", "--uts", "--ipc", "--fork", "--kill-child=KILL", "--propagation=private"]
    program = [sys.executable, "-B", "-m", "saltlab.machine", machine.name, str(len(machines)), str(root)]
    launcher = subprocess.Popen(
        ["unshare", *flags, "--", *program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, close_fds=True
    )
    assert launcher.stdin and launcher.stdout
    _expect(machine, launcher.stdout.readline(), "namespaces")
    _connect(machine.network, machine.name, launcher.pid)
    launcher.stdin.write((memory / "keys" / f"{layout.OPERATOR}.pub").read_text())
    launcher.stdin.flush()
    _expect(machine, launcher.stdout.readline(), "ready")
    (pid,) = process.children(launcher.pid)
    return pid


def _expect(machine: Machine, line: str, word: str) -> None:
    if line != word + "\n":
        raise RuntimeError(f"{machine.name}: said {line!r} where {word!r} was expected; see lab.log")


def _connect(network: Network, name: str, launcher: int) -> None:
    lines = [
        f"link add p-{name} type veth peer name eth0 netns {launcher}",
        f"link set p-{name} master {network.name} up",
    ]
    rootfs.run("ip", "-batch", "-", stdin="\n".join(lines) + "\n")


def _reap_until_owner_is_gone(owner: int | None) -> None:
    """A first process must collect the children that others leave behind. Leaving here ends the lab."""
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_write, False)
    signal.set_wakeup_fd(wake_write)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    watched = [wake_read] + ([owner] if owner is not None else [])
    while True:
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass
        readable, _, _ = select.select(watched, [], [])
        if owner in readable:
            return
        os.read(wake_read, 512)


if __name__ == "__main__":
    main(Path(sys.argv[1]), None if sys.argv[2] == "-" else int(sys.argv[2]))
