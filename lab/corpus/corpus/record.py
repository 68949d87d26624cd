"""Runs the cases and writes what was logged, with the kernel's truth on top."""
import dataclasses
import json
import pathlib
import re
import subprocess

from . import (cases_dns, cases_dropbear, cases_journal, cases_keys, cases_logins, cases_names,  # noqa: F401 (they register)
               cases_passwords, cases_probes, cases_refused)
from .case import CASES, COUNTS
from .lab import Lab

TEXT = {"sshd": "debian12-openssh-9.2", "dropbear": "debian12-dropbear-2022.83"}
JOURNAL = "journald-252"


@dataclasses.dataclass
class Recorder:
    """One pass over the cases in one world."""

    lab: Lab
    out: pathlib.Path
    problems: list

    def all(self, pattern):
        chosen = [c for c in CASES if re.search(pattern, c.name)]
        for case in chosen:
            self._one(case, reduced=False)
        repeated = [c for c in chosen if c.reduced]
        if repeated:
            self.lab.server.stop_rsyslogd()
            self.lab.server.start_rsyslogd(reduce_repeated=True)
            for case in repeated:
                self._one(case, reduced=True)
        return len(chosen)

    def _one(self, case, reduced):
        server = self.lab.server
        cursor = _journal("-n0", "--show-cursor").split(b"cursor: ")[-1].decode().strip()
        try:
            with self.lab.daemon(case) as daemon:
                marker = server.mark("case")
                self.lab.witness.take()
                case.run(self.lab, case.peer)
                self.lab.quiet(daemon)
                end = server.mark("end")
        except Exception as problem:
            self.problems.append("%s: %s: %s" % (case.name, type(problem).__name__, problem))
            return
        peers = self.lab.witness.take()
        header = self._header(case, peers)
        came, wanted = {address for address, _ in peers}, set(case.expect) | ({case.peer} if case.text else set())
        if came != wanted:
            self.problems.append("%s: connected from %s instead of %s" % (case.name, sorted(came), sorted(wanted)))
        if case.text:
            folder, name = self.out / TEXT[case.daemon], case.group + ".log"
            self._add(folder / ("reduced" if reduced else "") / name, header + _between(server.read("auth"), marker, end))
            if case.traditional and not reduced:
                self._add(folder / "rfc3164" / name, header + _between(server.read("traditional"), marker, end))
        if case.journal and not reduced:
            for form, options in (("json", ["-o", "json"]), ("export", ["-o", "export"])):
                data = _journal("--after-cursor=" + cursor, *options, "SYSLOG_IDENTIFIER=" + case.daemon)
                self._add(self.out / JOURNAL / (case.name + "." + form), _neutral(data))
            self._add(self.out / JOURNAL / (case.name + ".truth"), header)
        print("%-44s %d connections" % (case.name + (" (reduced)" if reduced else ""), len(peers)), flush=True)

    @staticmethod
    def _header(case, peers):
        lines = ["# case " + case.name, "# about " + case.about]
        lines += ["# setting " + setting for setting in case.settings]
        lines += ["# peer %s port %d" % peer for peer in peers]
        for address, counts in case.expect.items():
            lines.append("# expect %s %s" % (address, " ".join("%s=%s" % (k, counts.get(k, 0)) for k in COUNTS)))
        if not case.expect:
            lines.append("# expect none")
        return ("\n".join(lines) + "\n").encode()

    @staticmethod
    def _add(path, data):
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "ab") as file:
            file.write(data)


def _between(data, marker, end):
    lines = data.splitlines(keepends=True)
    first = max(i for i, line in enumerate(lines) if marker in line)
    last = min(i for i, line in enumerate(lines) if end in line)
    return b"".join(line for line in lines[first + 1:last] if b" corpus: " not in line)


def _journal(*options):
    return subprocess.run(["journalctl", "--quiet", "--no-pager", *options], check=True, capture_output=True).stdout


def _neutral(data):
    """Takes the machine's boot id out; it says nothing about sshd."""
    boot = pathlib.Path("/proc/sys/kernel/random/boot_id").read_text().strip().replace("-", "").encode()
    return data.replace(boot, b"b007" * 8)


def record(scratch, out, pattern):
    recorder = Recorder(Lab(scratch), pathlib.Path(out), [])
    count = recorder.all(pattern)
    for problem in recorder.problems:
        print("corpus: " + problem)
    print(json.dumps({"cases": count, "problems": len(recorder.problems)}))
    return 1 if recorder.problems else 0
