"""
How the module ``saltban`` runs the agent's program: without a shell, within bounds of time and output, as the least
of users.

A part of that module, not one of its own; it lies beside it, where Salt's loader finds it while it loads the module.
"""

import json
import os
import selectors
import signal
import subprocess
import tempfile
import time

from salt.exceptions import CommandExecutionError

try:
    import pwd
except ImportError:  # Windows, where the agent is never found
    pwd = None

STATE_DIR = "/var/lib/saltban-agent"
DEFAULTS = {
    "agent": "/opt/saltban/bin/saltban-agent",
    "state_dir": STATE_DIR,
    "user": "saltban-agent",
    "timeout": 300,
}
ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}

# A findings document is at most 256 KiB and a status document far less; what is longer is not the agent's.
OUTPUT_BYTES_MAX = 1024 * 1024
MESSAGE_CHARS_MAX = 1000

# With this status the launcher says that it found no Java (docs/ref/exit-statuses.md).
NO_JAVA = 69


class Missing(CommandExecutionError):
    """The agent cannot start; ``what`` is missing for it: ``agent`` or ``java``."""

    def __init__(self, what, message):
        super().__init__(message)
        self.what = what


def __virtual__():
    return (False, "a part of the module saltban, not one of its own")


class Agent:
    """The installed program; ``own`` are the minion's own settings, which win over the defaults."""

    def __init__(self, own):
        self.settings = {**DEFAULTS, **(own if isinstance(own, dict) else {})}

    def check_installed(self):
        program = self.settings["agent"]
        if pwd is None or not os.path.isfile(program):
            raise Missing("agent", f"the agent is not installed ({program} is missing); run state.apply saltban")

    def run(self, arguments, stdin=b"", reads_logs=False):
        """Exit status, output, and what it said on standard error."""
        self.check_installed()
        command = [self.settings["agent"], *arguments]
        if "config" in self.settings:
            command += ["--config", self.settings["config"]]
        if self.settings["state_dir"] != STATE_DIR:
            command += ["--state-dir", self.settings["state_dir"]]
        environment = {**ENVIRONMENT, **{name: os.environ[name] for name in ("JAVA_HOME", "TZ") if name in os.environ}}
        with tempfile.TemporaryFile() as given:
            given.write(stdin)
            given.seek(0)
            with subprocess.Popen(
                command,
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd="/",
                env=environment,
                start_new_session=True,
                **(self._reader() if reads_logs else {}),
            ) as child:
                try:
                    output, message = _collect(child, time.monotonic() + self.settings["timeout"])
                except BaseException:
                    os.killpg(child.pid, signal.SIGKILL)
                    raise
        said = plain(message.decode("utf-8", "replace").strip())
        if child.returncode == NO_JAVA:
            raise Missing("java", said)
        return child.returncode, output, said

    def output(self, arguments, reads_logs=False):
        """What it printed; its own message as an error if it failed."""
        status, output, message = self.run(arguments, reads_logs=reads_logs)
        if status != 0:
            raise CommandExecutionError(message or f"the agent ended with status {status} and said nothing")
        return output

    def document(self, arguments, reads_logs=False):
        """The JSON document that it printed."""
        document = parse(self.output(arguments, reads_logs))
        if not isinstance(document, dict):
            raise CommandExecutionError("the agent printed no JSON document; run state.apply saltban")
        return document

    def _reader(self):
        """How to become the user that reads logs: a fault in reading what strangers wrote must not happen to root."""
        name = self.settings["user"]
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            return {}
        if os.geteuid() != 0:
            return {}
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": os.getgrouplist(name, user.pw_gid)}


def _collect(child, deadline):
    """Reads both streams to their ends and waits for the program's end, within the bounds."""
    kept = {child.stdout: bytearray(), child.stderr: bytearray()}
    with selectors.DefaultSelector() as selector:
        for stream in kept:
            selector.register(stream, selectors.EVENT_READ)
        while selector.get_map():
            ready = selector.select(max(0, deadline - time.monotonic()))
            if not ready:
                raise _too_slow()
            for key, _ in ready:
                piece = os.read(key.fd, 65536)
                if not piece:
                    selector.unregister(key.fileobj)
                kept[key.fileobj] += piece
                if len(kept[key.fileobj]) > OUTPUT_BYTES_MAX:
                    bound = f"more than {OUTPUT_BYTES_MAX} bytes"
                    raise CommandExecutionError(f"the agent printed {bound}; run state.apply saltban")
    try:
        child.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired as problem:
        raise _too_slow() from problem
    return bytes(kept[child.stdout]), bytes(kept[child.stderr])


def _too_slow():
    advice = "raise saltban:timeout in the minion's configuration if it has so much to do"
    return CommandExecutionError(f"the agent did not end in time; {advice}")


def parse(data):
    """The JSON in bytes; none if it is none."""
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def plain(text, chars=MESSAGE_CHARS_MAX):
    """Text safe to show: control characters escaped, cut."""
    text = str(text)[: chars + 1]
    shown = "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in text)
    return shown if len(text) <= chars else shown[:chars] + "..."
