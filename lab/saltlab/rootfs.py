"""A machine's file system: the programs of the host from below, everything that changes in memory.

/usr, /etc and /var are overlays over the host's; /opt, /srv, /root, /home, /tmp, /run and /dev are the machine's own.
What a host may hold of its own (logs, keys, Salt's files, our own installation) is hidden. Nothing is written below,
and nothing outlives the lab.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

# Directories of the host that a machine starts with empty: the overlay's mark for that is `opaque`.
HIDDEN = (
    "etc/salt",
    "etc/saltban",
    "etc/ssh",
    "etc/rsyslog.d",
    "etc/cron.d",
    "usr/local",
    "var/cache/salt",
    "var/lib/fail2ban",
    "var/lib/salt",
    "var/lib/saltban",
    "var/lib/saltban-agent",
    "var/log",
    "var/spool/cron",
    "var/tmp",
)
OWN = {"home": 0o755, "media": 0o755, "mnt": 0o755, "opt": 0o755, "root": 0o700, "srv": 0o755, "tmp": 0o1777}
MOUNT_POINTS = ("dev", "proc", "run", "sys", ".old")
SALT = "opt/salt"


def build(base: Path, venv: Path) -> Path:
    """Lays out a file system under `base` (on a tmpfs) with Salt's environment at /opt/salt; answers its root."""
    root, upper, work = base / "root", base / "upper", base / "work"
    for folder in (root, upper, work):
        folder.mkdir(parents=True)
    for name, mode in OWN.items():
        (root / name).mkdir()
        (root / name).chmod(mode)
    for name in MOUNT_POINTS:
        (root / name).mkdir()
    for name in HIDDEN:
        _make_opaque(upper / name)
    (upper / "var/tmp").chmod(0o1777)
    for host in sorted(Path("/").iterdir()):
        if host.name.startswith(("bin", "sbin", "lib")) and host.is_symlink():
            (root / host.name).symlink_to(os.readlink(host))
        elif host.name in ("usr", "etc", "var") or host.name.startswith(("bin", "sbin", "lib")):
            _overlay(host, upper / host.name, work / host.name, root / host.name)
    for name in ("bin", "sbin", "lib", "share"):
        (root / "usr/local" / name).mkdir()
    (root / SALT).mkdir()
    run("mount", "--bind", venv, root / SALT)
    run("mount", "-o", "remount,bind,ro", root / SALT)
    # pivot_root(2) asks for a mount point.
    run("mount", "--rbind", root, root)
    return root


def _make_opaque(folder: Path) -> None:
    folder.mkdir(parents=True)
    os.setxattr(folder, "trusted.overlay.opaque", b"y")


def _overlay(lower: Path, upper: Path, work: Path, target: Path) -> None:
    for folder in (upper, work, target):
        folder.mkdir(parents=True, exist_ok=True)
    options = f"lowerdir={lower},upperdir={upper},workdir={work}"
    run("mount", "-t", "overlay", "-o", options, "saltlab", target)


def run(*command: str | Path, stdin: str | None = None) -> None:
    """Runs a command of the set-up; its own words are in the error if it fails."""
    done = subprocess.run(
        [str(part) for part in command], input=stdin, text=True, capture_output=True, timeout=60, check=False
    )
    if done.returncode != 0:
        words = " ".join(str(part) for part in command)
        raise RuntimeError(f"{words}: status {done.returncode}: {(done.stderr or done.stdout).strip()}")
