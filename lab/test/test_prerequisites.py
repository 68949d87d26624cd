"""The installer keeps services from starting, whatever becomes of it, and says what it does not understand."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from saltlab.lab import CHECKOUT

PREREQUISITES = CHECKOUT / "lab" / "prerequisites"


def guarded(policy: Path, commands: str) -> str:
    """Runs commands while the guard is in place at `policy`; $policy is its path."""
    script = f"set -eu; policy={policy}; source {CHECKOUT}/lab/no-service-starts; forbid_service_starts; {commands}"
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, timeout=30).stdout


def answer(policy: Path) -> tuple[int, str]:
    done = subprocess.run([policy, "ssh", "start"], capture_output=True, text=True, check=False, timeout=30)
    return done.returncode, done.stdout


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    return tmp_path / "policy-rc.d"


@pytest.fixture
def old(policy: Path) -> str:
    text = '#!/bin/sh\necho "asked for $*"\nexit 7\n'
    policy.write_text(text)
    policy.chmod(0o755)
    return text


def test_a_start_is_forbidden_while_the_installer_lives(policy: Path) -> None:
    assert guarded(policy, '"$policy" ssh start || echo $?; restore_policy') == "101\n"
    assert not policy.exists()


def test_an_earlier_policy_is_put_back_as_it_was(policy: Path, old: str) -> None:
    assert guarded(policy, '"$policy" ssh start || echo $?; restore_policy') == "101\n"
    assert policy.read_text() == old
    assert [file.name for file in policy.parent.iterdir()] == [policy.name]


def test_a_guard_that_was_left_behind_has_no_effect(policy: Path) -> None:
    guarded(policy, "true")
    assert answer(policy) == (0, "")


def test_a_guard_that_was_left_behind_asks_the_earlier_policy(policy: Path, old: str) -> None:
    guarded(policy, "true")
    assert policy.read_text() != old
    assert answer(policy) == (7, "asked for ssh start\n")


def test_the_next_run_clears_what_was_left_behind(policy: Path, old: str) -> None:
    guarded(policy, "true")
    guarded(policy, "restore_policy")
    assert policy.read_text() == old


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--frobnicate"], "prerequisites: unknown option --frobnicate"),
        (["--salt"], "prerequisites: --salt needs a version such as 3008.4 (got '')"),
        (["--salt", "1.2"], "prerequisites: --salt 1.2: no such file: lab/requirements/salt-1.2.txt"),
    ],
)
def test_a_wrong_command_line_is_said_to_be_one(words: list[str], complaint: str) -> None:
    done = subprocess.run([PREREQUISITES, *words], capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stderr.splitlines()[0]) == (64, complaint)


def test_a_check_finds_everything_here_and_installs_nothing(salt_version: str) -> None:
    done = subprocess.run(
        [PREREQUISITES, "--check", "--salt", salt_version], capture_output=True, text=True, check=False, timeout=30
    )
    assert (done.returncode, done.stdout) == (0, "prerequisites: everything is there\n")
