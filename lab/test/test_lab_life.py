"""A lab comes up, goes down, and leaves nothing behind, however it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from saltlab.lab import CHECKOUT, Lab
from saltlab.problem import LabProblem

LAB = str(CHECKOUT / "lab" / "lab")
KINDS = ("mnt", "pid", "net", "uts", "ipc")


def namespaces_of(pid: int) -> set[str]:
    return {os.readlink(f"/proc/{pid}/ns/{kind}") for kind in KINDS}


def processes_in(namespaces: set[str]) -> list[str]:
    """Processes of the host that are in any of the namespaces, by command."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if namespaces & namespaces_of(int(entry.name)):
                    found.append((entry / "cmdline").read_text().replace("\0", " "))
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
    return found


def until(holds: Callable[[], bool], seconds: float = 15.0) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def all_namespaces(lab: Lab) -> set[str]:
    """Those of the router and of every machine, without the host's own."""
    record = json.loads((lab.folder / "lab.json").read_text())
    found = namespaces_of(record["pid"])
    for pid in record["machines"].values():
        found |= namespaces_of(pid)
    return found - namespaces_of(os.getpid())


@pytest.fixture
def lab(folder: Path, salt_version: str):
    with Lab(folder / "life") as lab:
        lab.up(minions=1, salt=salt_version, owned=True)
        yield lab


def test_down_leaves_no_process_no_namespace_no_mount_and_no_file(lab: Lab) -> None:
    namespaces = all_namespaces(lab)
    assert len(namespaces) == 5 * 5
    assert str(lab.folder) not in Path("/proc/self/mounts").read_text()
    lab.down()
    assert processes_in(namespaces) == []
    assert not lab.folder.exists()


def test_the_host_sees_no_interface_of_the_lab(lab: Lab) -> None:
    assert not {"servers", "outside", "office", "p-web1"} & set(os.listdir("/sys/class/net"))


def test_a_lab_whose_first_process_was_killed_is_gone_and_can_be_cleaned_up(lab: Lab) -> None:
    namespaces = all_namespaces(lab)
    os.kill(json.loads((lab.folder / "lab.json").read_text())["pid"], signal.SIGKILL)
    assert until(lambda: processes_in(namespaces) == [])
    assert until(lambda: not lab.is_up())  # the launcher outlives them until it has reaped the first one
    lab.down()
    assert not lab.folder.exists()


def test_two_labs_run_side_by_side_with_the_same_addresses(lab: Lab, folder: Path, salt_version: str) -> None:
    with Lab(folder / "second") as second:
        second.up(minions=1, salt=salt_version, owned=True)
        second.host("web1").path("/srv/mark").write_text("second")
        assert not lab.host("web1").path("/srv/mark").exists()
        assert lab.host("web1").run("ip", "-o", "addr").checked().out.count("192.0.2.11/24") == 1
        second.down()
        assert lab.host("web1").listens(22)


def test_a_second_lab_in_the_same_folder_is_refused(lab: Lab) -> None:
    with pytest.raises(LabProblem, match="a lab is up here; lab/lab down --dir"):
        Lab(lab.folder).up(minions=1)
    assert lab.host("web1").listens(22)


OWNER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from saltlab.lab import Lab
lab = Lab(Path(sys.argv[2]))
lab.up(minions=1, salt=sys.argv[3], owned=True)
if sys.argv[4] == "keep":
    lab.keep()
print("up", flush=True)
time.sleep(60)
"""


def owner(folder: Path, salt: str, what: str) -> subprocess.Popen:
    words = [sys.executable, "-c", OWNER, str(CHECKOUT / "lab"), str(folder), salt, what]
    started = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert started.stdout and started.stdout.readline() == "up\n"
    return started


def test_an_owned_lab_ends_when_its_owner_is_killed(folder: Path, salt_version: str) -> None:
    lab = Lab(folder / "owned")
    process = owner(lab.folder, salt_version, "own")
    namespaces = all_namespaces(lab)
    process.kill()
    process.wait()
    assert until(lambda: processes_in(namespaces) == [])
    lab.down()


def test_a_kept_lab_stays_when_its_owner_ends(folder: Path, salt_version: str) -> None:
    lab = Lab(folder / "kept")
    process = owner(lab.folder, salt_version, "keep")
    process.kill()
    process.wait()
    assert not until(lambda: not lab.is_up(), seconds=1)
    assert lab.host("web1").run("hostname").checked().out == "web1\n"
    lab.down()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_up_that_is_interrupted_leaves_nothing(folder: Path, salt_version: str, sign: signal.Signals) -> None:
    lab = Lab(folder / "interrupted")
    words = [LAB, "up", "--dir", str(lab.folder), "--minions", "1", "--salt", salt_version]
    process = subprocess.Popen(
        words,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # A shell lets its background jobs ignore this signal, and so all that they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert until((lab.folder / "ready.json").exists)
    namespaces = all_namespaces(lab) if until(lambda: "machines" in (lab.folder / "lab.json").read_text()) else set()
    process.send_signal(sign)
    assert process.wait(timeout=30) == 128 + sign
    assert namespaces and processes_in(namespaces) == []
    assert not lab.folder.exists()


def test_an_up_that_was_killed_is_cleaned_up_by_down(folder: Path, salt_version: str) -> None:
    lab = Lab(folder / "killed")
    words = [LAB, "up", "--dir", str(lab.folder), "--minions", "1", "--salt", salt_version]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert until((lab.folder / "lab.json").exists)
    process.kill()
    process.wait()
    subprocess.run([LAB, "down", "--dir", str(lab.folder)], check=True, timeout=30)
    assert not lab.folder.exists()


def test_down_without_a_lab_does_nothing(folder: Path) -> None:
    Lab(folder / "none").down()
    assert not (folder / "none").exists()
