"""What `verify` runs, kind by kind; each answers its counts, and one kind's failure does not keep the others back."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from saltlab.lab import CHECKOUT
from saltlab.tally import Counts, of_reports

SALT_VERSIONS = ("3008.4", "3006.29")
REPORTS = CHECKOUT / ".lab" / "reports"
PYTHON_PLACES = ("lab", "lab/lab", "lab/story", "lab/check", "salt-states")


@dataclass(frozen=True)
class Check:
    """One kind of test."""

    kind: str
    run: Callable[[], Counts]


def all_checks() -> list[Check]:
    """In the order in which a defect is cheapest to find."""
    checks = [
        Check("shell scripts (shellcheck)", _shellcheck),
        Check("Python (ruff)", _ruff),
        Check("YAML (yamllint)", _yamllint),
        Check("Salt states (salt-lint)", _salt_lint),
        Check("Java, unit", _maven),
        Check("Java, integration", lambda: _java_reports("failsafe-reports")),
    ]
    for version in SALT_VERSIONS:
        checks.append(Check(f"Salt code in Python, on {version}", lambda v=version: _pytest("salt-states/test", v)))
    for version in SALT_VERSIONS:
        checks.append(Check(f"end to end in the lab, on {version}", lambda v=version: _pytest("lab/test", v)))
    return checks


def _call(*words: str | Path, timeout: float, env: dict[str, str] | None = None) -> bool:
    """Runs a command of the checkout, its output shown; False if it failed or took too long."""
    try:
        done = subprocess.run(
            [str(word) for word in words],
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            timeout=timeout,
            env={**os.environ, **(env or {})},
            check=False,
        )
    except FileNotFoundError:
        print(f"{words[0]}: not installed; run lab/prerequisites --tests", flush=True)
        return False
    except subprocess.TimeoutExpired:
        print(f"{words[0]}: ended after {timeout:.0f} s", flush=True)
        return False
    return done.returncode == 0


# --- linters: each file is one test -------------------------------------------------------------------------


def _sources() -> Iterator[Path]:
    """Files of the project, without what was built or downloaded."""
    for folder, folders, files in os.walk(CHECKOUT):
        folders[:] = [f for f in folders if f not in ("target", "dist", ".git", ".lab", "__pycache__", "node_modules")]
        yield from (Path(folder, file) for file in files)


def _each_file(files: list[Path], *command: str | Path) -> Counts:
    if _call(*command, *files, timeout=300):
        return Counts(passed=len(files))
    failed = sum(not _call(*command, file, timeout=300) for file in files)
    # A tool that fails on all files together and on none alone has failed nevertheless.
    return Counts(passed=len(files) - failed, failed=max(failed, 1))


def _is_shell(file: Path) -> bool:
    if file.suffix in (".sh", ".bash"):
        return True
    if file.suffix:
        return False
    with file.open("rb") as start:
        line = start.readline(64)
    return line.startswith(b"#!") and line.rstrip().endswith((b"/sh", b"/bash", b" bash", b" sh"))


def _shellcheck() -> Counts:
    return _each_file(sorted(file for file in _sources() if _is_shell(file)), "shellcheck", "-x")


def _tool(name: str) -> Path:
    return CHECKOUT / ".lab" / f"venv-{SALT_VERSIONS[0]}" / "bin" / name


def _ruff() -> Counts:
    files = sorted(
        {file for file in _sources() if file.suffix == ".py"}
        | {CHECKOUT / place for place in PYTHON_PLACES if (CHECKOUT / place).is_file()}
    )
    counts = _each_file(files, _tool("ruff"), "check", "--quiet", "--config", "lab/ruff.toml")
    ours = CHECKOUT / "lab"
    formatted = [file for file in files if ours in file.parents and ours / "corpus" not in file.parents]
    return counts + _each_file(formatted, _tool("ruff"), "format", "--check", "--quiet", "--config", "lab/ruff.toml")


def _yamllint() -> Counts:
    names = ("pillar.example", "FORMULA")
    files = sorted(file for file in _sources() if file.suffix in (".yaml", ".yml") or file.name in names)
    return _each_file(files, _tool("yamllint"), "--strict", "--config-file", "lab/yamllint.yaml")


def _salt_lint() -> Counts:
    files = sorted(file for file in _sources() if file.suffix == ".sls")
    # 204: lines longer than 160; 205: "jinja" as file suffix, which ours has.
    return _each_file(files, _tool("salt-lint"), "-x", "204,205")


# --- tests --------------------------------------------------------------------------------------------------

_maven_began = time.time()


def _maven() -> Counts:
    global _maven_began
    _maven_began = time.time()
    well = _call("mvn", "-B", "-fae", "-ntp", "verify", timeout=2400)
    counts = _java_reports("surefire-reports")
    if not well and counts.failed + _java_reports("failsafe-reports").failed == 0:
        # Not a test but the build itself: compiler, formatter, coverage, ...
        counts += Counts(failed=1)
    return counts


def _java_reports(folder: str) -> Counts:
    return of_reports(CHECKOUT.glob(f"*/target/{folder}/TEST-*.xml"), newer_than=_maven_began)


def _pytest(place: str, version: str) -> Counts:
    if not (CHECKOUT / place).is_dir():
        print(f"{place}: there is no such folder", flush=True)
        return Counts(failed=1)
    REPORTS.mkdir(parents=True, exist_ok=True)
    report = REPORTS / f"{place.replace('/', '-')}-{version}.xml"
    report.unlink(missing_ok=True)
    pytest = CHECKOUT / ".lab" / f"venv-{version}" / "bin" / "pytest"
    if not pytest.exists():
        print(f"{pytest}: not there; {place} needs root or a network to install it", flush=True)
        return Counts(skipped=1)
    options = ["-q", "-ra", "-p", "no:cacheprovider", f"--junit-xml={report}"]
    if place == "lab/test":
        options.append(f"--salt={version}")
    env = {"PYTHONDONTWRITEBYTECODE": "1"}
    well = _call(pytest, *options, place, timeout=1200, env=env)
    counts = of_reports([report]) if report.exists() else Counts()
    return counts if well or counts.failed else counts + Counts(failed=1)
