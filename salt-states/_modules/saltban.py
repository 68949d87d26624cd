"""
Ask the saltban agent of this machine, and hand it the fleet's ban list.

Thin: the agent (``saltban-agent``, installed by the formula ``saltban``) reads the logs, validates, guards and
enforces. This module starts it with bounded time and output, as its own user where that is enough, and fetches files
from the master for it.

For a machine that keeps things elsewhere, the minion's own configuration may name under ``saltban:`` the ``agent``
(the program), its ``config`` and ``state_dir``, the ``user`` who reads logs, and the ``timeout`` of one call in
seconds.
"""

# ruff: noqa: F821 - Salt's loader puts the names with double underscores here

import contextlib
import glob
import importlib
import ipaddress
import json
import os
import random
import re
import shutil
import tempfile
import time

import saltban_agent
from salt.exceptions import CommandExecutionError

try:
    import fcntl
except ImportError:  # Windows, where the agent is never found
    fcntl = None

# A minion that runs for long keeps what it imported once, and Salt reloads only this file after an upgrade.
importlib.reload(saltban_agent)
Agent, parse, plain = saltban_agent.Agent, saltban_agent.parse, saltban_agent.plain

__virtualname__ = "saltban"

DELTA_BYTES_MAX = 64 * 1024
JITTER_SECONDS_MAX = 600
OUTCOMES = ("applied", "unchanged", "needs-files", "refused", "failed")

# The only folder of the file server that lists come from, and the only names in it.
PUBLISHED = "salt://saltban-list"
FILE_NAME = re.compile(r"[0-9]{1,19}-[0-9a-f]{16}\.(data|protected)", re.ASCII)
CURSOR = re.compile(r"[0-9a-f]{16}:[0-9]{1,19}", re.ASCII)
FETCH_PREFIX = ".fetch-"


def __virtual__():
    """Always there: a machine without the agent gets a message that says what to do, not "function not available"."""
    return __virtualname__


def scan(files=None):
    """
    Read log files now and say what is in them: attempts, users tried and logins by source address. Keeps no state,
    changes nothing.

    files
        A file, or a list of files; absolute, ``*``, ``?`` and ``[...]`` allowed. Without it the agent looks for the
        machine's own log.

    Returns the findings document. Runs as the user ``saltban-agent``.

    CLI Example:

    .. code-block:: bash

        salt '*' saltban.scan
        salt web1 saltban.scan '/var/log/auth.log*'
        salt-call --local saltban.scan '[/var/log/auth.log, /var/log/auth.log.1]'
    """
    return _agent().document(["scan", "--json", *_log_files([] if files is None else files)], reads_logs=True)


def findings(cursors=None, cursor=None):
    """
    Read the logs on and return one page of the findings after a cursor: at most 256 KiB. ``more`` tells that there is
    another page.

    cursors
        Map of minion id to cursor, from which the minion takes its own; one job can so serve many minions.

    cursor
        The cursor itself, ``EPOCH:SEQ``, as ``epoch`` and ``to`` of the page before say. Without one: from the oldest
        finding kept.

    Reading deletes nothing: the same cursor gives the same findings. Runs as the user ``saltban-agent``.

    CLI Example:

    .. code-block:: bash

        salt web1 saltban.findings
        salt web1 saltban.findings cursor='"9f0c2ab4d1e87730:42"'
        salt -L web1,web2 saltban.findings '{web1: "9f0c2ab4d1e87730:42", web2: "00b1c2d3e4f56789:7"}'
    """
    if cursors is not None and not isinstance(cursors, dict):
        raise CommandExecutionError('saltban.findings: cursors is no map; use {minion id: "EPOCH:SEQ"}')
    minion = str(__opts__["id"])
    if cursor is None and cursors:
        cursor = cursors.get(minion)
    arguments = ["findings", "--minion", minion]
    if cursor is not None:
        if not isinstance(cursor, str) or not CURSOR.fullmatch(cursor):
            raise CommandExecutionError(
                f"saltban.findings: the cursor is no EPOCH:SEQ ({plain(cursor, 60)}); quote it, or leave it out"
            )
        arguments += ["--from", cursor]
    return _agent().document(arguments, reads_logs=True)


def apply(delta=None, jitter=0, test=None):
    """
    Hold and enforce the fleet's ban list. The agent checks every entry again and keeps its own addresses, the master,
    live sessions and the allowlist out of the kernel.

    delta
        The delta document that ``saltban collect`` sends, at most 64 KiB. Without it: the list that the master has
        published, from ``salt://saltban-list/current.json``; a newer one that is held already stays.

    jitter
        Seconds, at most 600: wait a random part of it after the list is in force, so that a fleet does not answer all
        at once.

    test
        Say what would be done, change nothing. Default: whether the minion runs with ``test=True``.

    Returns the apply document; ``outcome`` is ``applied``, ``unchanged``, ``needs-files``, ``refused`` or ``failed``,
    ``why`` says why.

    CLI Example:

    .. code-block:: bash

        salt '*' saltban.apply
        salt '*' saltban.apply test=True
        salt-call saltban.apply
    """
    test = bool(__opts__.get("test") if test is None else test)
    if type(jitter) not in (int, float) or not 0 <= jitter <= JITTER_SECONDS_MAX:
        raise CommandExecutionError(
            f"saltban.apply: jitter is {plain(jitter, 60)}; use 0 to {JITTER_SECONDS_MAX} seconds"
        )
    try:
        document = _apply_published(test) if delta is None else _apply_delta(_delta_text(delta), test)
    except (CommandExecutionError, OSError) as problem:
        document = {"v": 1, "outcome": "failed", "why": plain(problem), "files": []}
        if isinstance(problem, saltban_agent.Missing):
            document["missing"] = problem.what
    if document["outcome"] in ("refused", "failed") or (document["outcome"] == "needs-files" and not test):
        __context__["retcode"] = 1
    if not test:
        time.sleep(random.uniform(0, jitter))
    return document


def status():
    """
    The list that this minion holds, what the kernel really refuses, what the guard keeps out and why, and the health
    of the logs.

    CLI Example:

    .. code-block:: bash

        salt '*' saltban.status
        salt-call --local saltban.status
    """
    return _agent().document(["status", "--json"])


def is_banned(address):
    """
    Whether this minion refuses an address, by which entry of the list, and if not, why not.

    address
        An IPv4 or IPv6 address.

    CLI Example:

    .. code-block:: bash

        salt '*' saltban.is_banned 192.0.2.7
        salt-call saltban.is_banned 2001:db8::7
    """
    try:
        canonical = str(ipaddress.ip_address(address if isinstance(address, str) else ""))
    except ValueError:
        canonical = "%"
    if "%" in canonical:
        raise CommandExecutionError(
            f"saltban.is_banned: not an address ({plain(address, 60)}); use one such as 192.0.2.7 or 2001:db8::7"
        )
    return _agent().document(["is-banned", canonical])


def version():
    """
    Version of the installed agent, as it prints it.

    CLI Example:

    .. code-block:: bash

        salt '*' saltban.version
    """
    return plain(_agent().output(["version"]).decode("utf-8", "replace").strip(), 200)


def _agent():
    if "proxy" in __opts__:
        raise CommandExecutionError("saltban cannot run on a proxy minion; nothing is read or enforced here")
    return Agent(__opts__.get("saltban"))


def _log_files(files):
    found = []
    for pattern in files if isinstance(files, list) else [files]:
        if not isinstance(pattern, str) or not pattern.startswith("/") or "\0" in pattern:
            raise CommandExecutionError(
                f"saltban.scan: no absolute file name ({plain(pattern, 200)}); use one like /var/log/auth.log"
            )
        # A name without a match goes on as it is: the agent says that it is missing.
        found += sorted(glob.glob(pattern)) or [pattern]
    return found


def _delta_text(delta):
    if not isinstance(delta, dict):
        raise CommandExecutionError("saltban.apply: the delta is no map; leave it out to take the published list")
    try:
        text = json.dumps(delta, separators=(",", ":"), allow_nan=False).encode("utf-8")
    except (TypeError, ValueError, RecursionError) as problem:
        raise CommandExecutionError(f"saltban.apply: the delta is no JSON ({problem})") from problem
    if len(text) > DELTA_BYTES_MAX:
        raise CommandExecutionError(f"saltban.apply: the delta has {len(text)} bytes; use at most {DELTA_BYTES_MAX}")
    return text


def _apply_published(test):
    """Applies the published list. A newer list than that is no fault: a push was faster than the file server."""
    _agent().check_installed()
    with tempfile.TemporaryDirectory(prefix="saltban-") as folder:
        current = _fetch("current.json", os.path.join(folder, "current.json"))
        if current is None:
            why = f"no list is published yet ({PUBLISHED}/current.json); the master's first push brings it"
            return {"v": 1, "outcome": "unchanged", "why": why, "files": []}
        with open(current, "rb") as stream:
            text = stream.read(DELTA_BYTES_MAX + 1)  # the agent refuses what is longer
    document = _apply_delta(text, test)
    published, held = parse(text) or {}, document.get("status") or {}
    if document["outcome"] == "refused" and held.get("list") == published.get("list"):
        theirs, ours = published.get("generation"), held.get("generation")
        if isinstance(theirs, int) and isinstance(ours, int) and ours > theirs:
            why = f"a newer list is held (generation {ours}) than is published (generation {theirs})"
            return {**document, "outcome": "unchanged", "why": why}
    return document


def _apply_delta(text, test):
    """Runs the agent; where it lacks files, fetches them and runs it once more."""
    document = _apply_once(text, test)
    if document["outcome"] != "needs-files" or test:
        return document
    names = document.get("files")
    if (
        not isinstance(names, list)
        or not 1 <= len(names) <= 2
        or not all(FILE_NAME.fullmatch(str(name)) for name in names)
    ):
        raise CommandExecutionError(
            f"the agent asks for other files than a snapshot ({plain(names, 200)}); run state.apply saltban"
        )
    with _incoming() as incoming:
        folder = tempfile.mkdtemp(prefix=FETCH_PREFIX, dir=incoming)
        for name in names:
            fetched = _fetch(f"snapshots/{name}", os.path.join(folder, name))
            if fetched is None:
                raise CommandExecutionError(
                    f"{PUBLISHED}/snapshots/{name} is not there; run saltban collect on the master"
                )
            os.chmod(fetched, 0o644)
            os.replace(fetched, os.path.join(incoming, name))
        return _apply_once(text, test)


def _apply_once(text, test):
    result = _agent().run(["apply", "--test"] if test else ["apply"], stdin=text)
    document = parse(result[1])
    if not isinstance(document, dict) or document.get("outcome") not in OUTCOMES:
        raise CommandExecutionError(
            result[2] or f"the agent printed no apply document and ended with status {result[0]}"
        )
    return document


@contextlib.contextmanager
def _incoming():
    """The folder that the agent takes files from: ours alone while we are in here, empty before and after."""
    folder = os.path.join(_agent().settings["state_dir"], "enforce", "incoming")
    os.makedirs(folder, mode=0o755, exist_ok=True)
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _empty(folder)
        yield folder
    finally:
        _empty(folder)
        os.close(lock)


def _empty(folder):
    for name in os.listdir(folder):
        if name.startswith(FETCH_PREFIX):
            shutil.rmtree(os.path.join(folder, name))
        elif FILE_NAME.fullmatch(name):
            os.unlink(os.path.join(folder, name))


def _fetch(name, destination):
    """Fetches from the list's folder, always of the environment base. With a destination Salt keeps no second copy."""
    fetched = __salt__["cp.get_file"](f"{PUBLISHED}/{name}", destination, saltenv="base")
    return destination if fetched and os.path.isfile(destination) else None
