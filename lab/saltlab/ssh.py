"""Real ssh clients: who gets in, who is told no, who is not even answered."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import Enum

from saltlab.layout import OPERATOR, Machine
from saltlab.machine_exec import Host

OPTIONS = {
    "StrictHostKeyChecking": "yes",
    "UserKnownHostsFile": "/root/.ssh/known_hosts",
    "GlobalKnownHostsFile": "/dev/null",
    "ConnectionAttempts": "1",
    "LogLevel": "INFO",
}


class Outcome(Enum):
    """What became of a connection."""

    IN = "let in"
    DENIED = "sshd said no"
    REFUSED = "no connection"
    OTHER = "something else"


@dataclass(frozen=True)
class Attempt:
    """One run of ssh."""

    outcome: Outcome
    words: str
    seconds: float


def by_key(client: Host, server: Machine, user: str = OPERATOR, ipv6: bool = False, timeout: int = 4) -> Attempt:
    """Logs in with the client's own key and runs `true`."""
    return _ssh(client, server, user, ipv6, timeout, {"PreferredAuthentications": "publickey", "BatchMode": "yes"}, {})


def by_password(
    client: Host,
    server: Machine,
    user: str,
    password: str,
    *,
    prompts: int = 1,
    ipv6: bool = False,
    source: str | None = None,
    timeout: int = 4,
) -> Attempt:
    """Types the password up to `prompts` times in one connection; `source` is another address of the client."""
    options = {
        "PreferredAuthentications": "password",
        "PubkeyAuthentication": "no",
        "NumberOfPasswordPrompts": str(prompts),
    }
    if source is not None:
        options["BindAddress"] = source
    env = {"SSH_ASKPASS": "/usr/local/bin/lab-askpass", "SSH_ASKPASS_REQUIRE": "force", "LAB_PASSWORD": password}
    return _ssh(client, server, user, ipv6, timeout, options, env)


def knock(client: Host, server: Machine, *, ipv6: bool = False, source: str | None = None, timeout: int = 4) -> Attempt:
    """Connects and leaves at the host key, before a user is named; DENIED: sshd answered. A probe, never an attempt."""
    options = {"StrictHostKeyChecking": "yes", "UserKnownHostsFile": "/dev/null", "BatchMode": "yes"}
    if source is not None:
        options["BindAddress"] = source
    return _ssh(client, server, "guest", ipv6, timeout, options, {})


def _ssh(
    client: Host, server: Machine, user: str, ipv6: bool, timeout: int, options: dict[str, str], env: dict[str, str]
) -> Attempt:
    words = ["ssh", "-n", "-6" if ipv6 else "-4", "-l", user]
    for key, value in {**OPTIONS, "ConnectTimeout": str(timeout), **options}.items():
        words += ["-o", f"{key}={value}"]
    began = time.monotonic()
    done = client.run(*words, server.address6 if ipv6 else server.address4, "true", timeout=timeout + 30, env=env)
    return Attempt(_outcome(done.status, done.err), done.err.strip(), time.monotonic() - began)


def _outcome(status: int, words: str) -> Outcome:
    if status == 0:
        return Outcome.IN
    if any(
        sign in words
        for sign in ("Permission denied", "Too many authentication failures", "Host key verification failed")
    ):
        return Outcome.DENIED
    if any(sign in words for sign in ("Connection timed out", "Connection refused", "No route to host")):
        return Outcome.REFUSED
    return Outcome.OTHER
