"""Competitors, rounds and measurements."""
import dataclasses
import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3"  # never a version manager's shim, which takes four times as long to start
FAIL2BAN_MEGABYTES_MAX = 10
LARGE_MEGABYTES = 500  # from here on fewer rounds, so that a run takes minutes
LARGE_ROUNDS = 3


class Problem(Exception):
    """What is wrong, and what to do about it."""


@dataclasses.dataclass
class Competitor:
    """One command: `name` for the table, `key` for ratios and --without."""

    key: str
    name: str
    command: list
    environment: dict = dataclasses.field(default_factory=dict)
    seconds: list = dataclasses.field(default_factory=list)
    cpu: list = dataclasses.field(default_factory=list)
    kibibytes: list = dataclasses.field(default_factory=list)

    @property
    def median(self):
        return statistics.median(self.seconds)


@dataclasses.dataclass
class Result:
    title: str
    competitors: list
    note: str = ""
    megabytes: int = 0

    def median(self, key):
        return next((c.median for c in self.competitors if c.key == key), None)

    def mebibytes(self, key):
        return next((max(c.kibibytes) / 1024 for c in self.competitors if c.key == key), None)


class Contest:
    """Knows how to start each competitor; measures them in turn: A B C A B C ..."""

    def __init__(self, dist, scratch, javas, seed, without):
        self.scratch, self.javas, self.seed, self.without = scratch, javas, seed, without
        jar = dist / "lib" / "saltban-agent.jar"
        if not jar.exists():
            raise Problem("%s: is missing; run mvn package first" % jar)
        if not javas:
            raise Problem("no Java from 17 on in JAVA_HOME or /usr/lib/jvm; install one")
        for program, package in (("rg", "ripgrep"), ("time", "time"), ("wc", "coreutils"), (PYTHON, "python3")):
            if not shutil.which(program):
                raise Problem("%s: is missing; install Debian's package %s" % (program, package))
        self.agents = {major: self._install(dist, home, major) for major, home in javas.items()}

    def _install(self, dist, home, major):
        """A copy of the agent as it is installed, with the class archive that its own Java makes."""
        folder = self.scratch / ("jdk%d" % major)
        (folder / "lib").mkdir(parents=True)
        shutil.copytree(dist / "bin", folder / "bin")
        shutil.copy(dist / "lib" / "saltban-agent.jar", folder / "lib")
        launcher = folder / "bin" / "saltban-agent"
        subprocess.run([launcher, "make-archive"], env=self._java(home), check=False, stdin=subprocess.DEVNULL)
        return launcher

    @staticmethod
    def _java(home):
        return dict(os.environ, JAVA_HOME=str(home))

    def _agent(self, key, words, *arguments):
        return [Competitor("%s%d" % (key, major), "`saltban-agent %s`, JDK %d" % (words, major), [launcher, *arguments],
                           self._java(self.javas[major])) for major, launcher in self.agents.items()]

    def starts(self, rounds):
        """What it costs to start at all."""
        empty = self.scratch / "empty.log"
        empty.write_bytes(b"")
        competitors = [Competitor("python", "`/usr/bin/python3 -c pass`", [PYTHON, "-c", "pass"])]
        competitors += self._empty_mains()
        competitors += self._agent("version", "version", "version")
        competitors += self._agent("empty", "scan`, empty log `", "scan", empty)
        for competitor in competitors:
            competitor.name = competitor.name.replace("scan`, empty log ``", "scan` of an empty log")
        return Result("Start", self._measure(competitors, max(rounds, 7)))

    def _empty_mains(self):
        """What Java itself costs with the launcher's options: the floor below which no agent in Java can come."""
        source = self.scratch / "Empty.java"
        source.write_text("final class Empty { public static void main(String[] arguments) {} }\n")
        floors = []
        for major, home in self.javas.items():
            classes = self.scratch / ("empty%d" % major)
            subprocess.run([home / "bin" / "javac", "-d", classes, source], check=True)
            floors.append(Competitor("floor%d" % major, "an empty Java program, JDK %d" % major, [
                home / "bin" / "java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp", classes, "Empty"]))
        return floors

    def scans(self, megabytes, rounds):
        log = self.scratch / ("%d.log" % megabytes)
        java = list(self.javas.values())[0] / "bin" / "java"
        made = subprocess.run([java, HERE / "LogGenerator.java", str(megabytes * 1_000_000), str(self.seed), log], check=True,
                              capture_output=True)
        truth = json.loads(made.stdout)
        competitors = [
            Competitor("wc", "`wc -l`", ["wc", "-l", log]),
            Competitor("rg", "`rg --no-mmap -c -F 'Failed password'`", ["rg", "--no-mmap", "-c", "-F", "Failed password", log]),
            Competitor("python", "Python, one phrase (`one_phrase.py`)", [PYTHON, HERE / "one_phrase.py", log])]
        if megabytes <= FAIL2BAN_MEGABYTES_MAX and shutil.which("fail2ban-regex"):
            competitors.append(Competitor("fail2ban", "`fail2ban-regex`, filter sshd", ["fail2ban-regex", log, "sshd"]))
        competitors += self._agent("scan", "scan", "scan", log)
        large = megabytes >= LARGE_MEGABYTES
        for major, home in self.javas.items():
            if large and major != max(self.javas):
                continue  # minutes that would tell little
            jar = self.agents[major].parent.parent / "lib" / "saltban-agent.jar"
            competitors.append(Competitor(
                "warm%d" % major, "the same, warm, JDK %d" % major,
                [home / "bin" / "java", "-XX:+UseSerialGC", "-Xmx256m", "-cp", jar, HERE / "WarmScan.java", log, "2" if large else "5"], {"WARM": "1"}))
        self._check(log, truth)
        result = Result("%d MB" % megabytes, self._measure(competitors, min(rounds, LARGE_ROUNDS) if large else rounds), megabytes=megabytes, note=(
            "%d lines, %d failed attempts, %d logins; the agent and the others count the same." % (
                truth["lines"], truth["failures"], truth["logins"])))
        log.unlink()
        return result

    def _check(self, log, truth):
        """A contest of programs that do not do their work would be worth nothing."""
        phrases = int(subprocess.run(["rg", "--no-mmap", "-c", "-F", "Failed password", log], check=True, capture_output=True).stdout)
        python = subprocess.run([PYTHON, HERE / "one_phrase.py", log], check=True, capture_output=True).stdout.split(b"\n")
        counted = sum(int(line.split()[1]) for line in python if line)
        if not phrases == counted == truth["phrases"]:
            raise Problem("%s: rg counts %d, Python %d, written were %d; they must agree" % (log, phrases, counted, truth["phrases"]))
        for major, launcher in self.agents.items():
            failed, logins = self._agent_counts(launcher, major, log)
            if (failed, logins) != (truth["failures"], truth["logins"]):
                raise Problem("%s: saltban-agent on JDK %d counts %d failed attempts and %d logins, written were %d and %d" % (
                    log, major, failed, logins, truth["failures"], truth["logins"]))

    def _agent_counts(self, launcher, major, log):
        done = subprocess.run([launcher, "scan", log, "--top", "1"], env=self._java(self.javas[major]), check=True, capture_output=True)
        found = re.search(rb"([\d,]+) failed attempts, ([\d,]+) logins", done.stdout)
        if not found:
            raise Problem("saltban-agent scan: its summary has no counts; the benchmark must learn its new form")
        return tuple(int(number.replace(b",", b"")) for number in found.groups())

    def _measure(self, competitors, rounds):
        competitors = [c for c in competitors if c.key not in self.without]
        for number in range(rounds + 1):  # the first round fills the page cache and is not counted
            for competitor in competitors:
                self._once(competitor, number > 0)
        return competitors

    def _once(self, competitor, counted):
        usage = self.scratch / "usage"
        # Debian's time starts from a small process, so that the peak is the program's own and not ours.
        command = ["time", "-q", "-f", "%M", "-o", usage, *competitor.command]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        done = subprocess.run(command, env=dict(os.environ, **competitor.environment), stdin=subprocess.DEVNULL, capture_output=True,
                              check=False)
        elapsed = time.perf_counter() - began
        if done.returncode != 0:
            raise Problem("%s: ended with status %d: %s" % (
                competitor.name, done.returncode, done.stderr.decode(errors="replace").strip()[:300]))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if competitor.environment.get("WARM"):
            elapsed = float(done.stdout)
        if counted:
            competitor.seconds.append(elapsed)
            competitor.cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            competitor.kibibytes.append(int(usage.read_text().split()[-1]))
            print(".", end="", file=sys.stderr, flush=True)
