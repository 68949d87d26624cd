"""What stands on a new machine: names, users, sshd, rsyslog, Salt's configuration. Nothing of saltban."""

from __future__ import annotations

import shutil
from pathlib import Path

from saltlab.layout import ADMIN, MASTER, OPERATOR, Machine, Role
from saltlab.rootfs import run

FILES = Path(__file__).resolve().parent.parent / "files"
SALT_COMMANDS = ("salt", "salt-api", "salt-call", "salt-cp", "salt-key", "salt-master", "salt-minion", "salt-run")

MASTER_CONFIG = """\
# Keys are accepted unseen here, because nobody else is on this network. Everywhere else an admin looks first.
auto_accept: True
worker_threads: 3
"""
MINION_CONFIG = """\
master: {master}
enable_fqdns_grains: False
mine_enabled: False
acceptance_wait_time: 1
"""
# For the lab's own questions to minions: a silent one is known as such after seconds, not after Salt's twenty.
HASTY_CONFIG = """\
timeout: 2
gather_job_timeout: 1
"""
HASTY_CONFIG_FOLDER = "usr/local/share/lab-salt"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def make_keys(folder: Path, machines: list[Machine]) -> None:
    """One ssh host key for each server, and the operator's own key."""
    folder.mkdir(mode=0o700)
    for name in [m.name for m in machines if m.role is not Role.CLIENT] + [OPERATOR]:
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder / name)


def write_files(root: Path, machine: Machine, machines: list[Machine], keys: Path) -> None:
    """Writes everything that is a file; users and daemons come when the machine runs."""
    write(root / "etc/hostname", machine.name + "\n")
    write(root / "etc/hosts", _hosts(machines))
    write(root / "etc/resolv.conf", f"nameserver {machine.network.gateway4.ip}\noptions timeout:1 attempts:1\n")
    write(root / "etc/environment", f"PATH={PATH}\n")
    # There is no network to fetch packages from; apt should say so at once.
    write(root / "etc/apt/apt.conf.d/99lab", 'Acquire::Retries "0";\n')
    write(root / "etc/rsyslog.conf", (FILES / "rsyslog.conf").read_text())
    (root / "var/spool/rsyslog").mkdir(exist_ok=True)
    if machine.role is Role.CLIENT:
        _client(root, machine, machines, keys)
        return
    write(root / "etc/ssh/sshd_config", (FILES / "sshd_config").read_text())
    host_key = root / "etc/ssh/ssh_host_ed25519_key"
    shutil.copyfile(keys / machine.name, host_key)
    host_key.chmod(0o600)
    _salt(root, machine)


def write(file: Path, text: str, mode: int = 0o644) -> None:
    """Writes a file anew (never through a link that shines up from the host)."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.write_text(text)
    file.chmod(mode)


def _hosts(machines: list[Machine]) -> str:
    lines = ["127.0.0.1 localhost", "::1 localhost ip6-localhost"]
    for machine in machines:
        # The master listens on IPv4 alone, as Salt's defaults have it; so `salt` must not name the other address.
        names = machine.name + (" salt" if machine is MASTER else "")
        lines += [f"{machine.address4} {names}", f"{machine.address6} {machine.name}"]
    return "\n".join(lines) + "\n"


def _client(root: Path, machine: Machine, machines: list[Machine], keys: Path) -> None:
    ssh = root / "root/.ssh"
    ssh.mkdir(mode=0o700)
    known = [
        f"{m.name},{m.address4},{m.address6} {(keys / (m.name + '.pub')).read_text()}"
        for m in machines
        if m.role is not Role.CLIENT
    ]
    write(ssh / "known_hosts", "".join(known), 0o600)
    if machine is ADMIN:
        write(ssh / "id_ed25519", (keys / OPERATOR).read_text(), 0o600)
    write(root / "usr/local/bin/lab-askpass", '#!/bin/sh\nprintf "%s\\n" "$LAB_PASSWORD"\n', 0o755)


def _salt(root: Path, machine: Machine) -> None:
    for command in SALT_COMMANDS:
        text = f'#!/bin/sh\nexec /opt/salt/bin/python3 /opt/salt/bin/{command} "$@"\n'
        write(root / "usr/local/bin" / command, text, 0o755)
    for folder in ("var/log/salt", "var/cache/salt", "srv/salt", "srv/pillar"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    daemons = ["salt-minion"]
    write(root / "etc/salt/minion", MINION_CONFIG.format(master="salt"))
    write(root / "etc/salt/minion_id", machine.name + "\n")
    if machine.role is Role.MASTER:
        daemons += ["salt-master", "salt-api"]
        write(root / "etc/salt/master", MASTER_CONFIG)
        write(root / HASTY_CONFIG_FOLDER / "master", HASTY_CONFIG)
        (root / "etc/salt/master.d").mkdir()
    for daemon in daemons:
        write(root / "etc/init.d" / daemon, (FILES / "salt-daemon").read_text().replace("@NAME@", daemon), 0o755)
