"""What the end-to-end tests share: one lab with Salt for each version, machines without Salt, and when to skip."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from saltlab.attacker import Attacker  # noqa: E402
from saltlab.fleet import DIST, Fleet  # noqa: E402
from saltlab.installation import Installation, enforce, install  # noqa: E402
from saltlab.lab import CHECKOUT, DEFAULT_SALT, Lab  # noqa: E402
from saltlab.salt import Salt  # noqa: E402


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--salt", default=DEFAULT_SALT, help="version of Salt in the lab")


def _why_not(salt: str) -> str | None:
    if os.geteuid() != 0:
        return "a lab makes namespaces and mounts, which needs root"
    if not (CHECKOUT / ".lab" / f"venv-{salt}" / "made-from").exists():
        return f"Salt {salt} is not installed in .lab; run lab/prerequisites --salt {salt}"
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    why = _why_not(config.getoption("--salt"))
    if why is None:
        return
    if os.environ.get("CI") == "true":
        pytest.exit(f"CI=true, but no lab can be made: {why}", returncode=1)
    for item in items:
        item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def salt_version(request: pytest.FixtureRequest) -> str:
    return request.config.getoption("--salt")


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Beside the labs that people bring up, and apart from those of other test runs."""
    folder = CHECKOUT / ".lab" / f"test-{os.getpid()}"
    folder.mkdir(parents=True)
    yield folder
    # Fails if a test left a lab behind.
    folder.rmdir()


@pytest.fixture(scope="module")
def machines(folder: Path, salt_version: str) -> Iterator[Lab]:
    """A lab with one server and no Salt running."""
    with Lab(folder / "machines") as lab:
        lab.up(minions=1, salt=salt_version, owned=True)
        yield lab


@pytest.fixture(scope="session")
def installation(folder: Path, salt_version: str) -> Iterator[Installation]:
    """The fleet of this session: four minions, saltban installed by its formula, not enforcing yet."""
    if not DIST.is_dir():
        pytest.fail("dist/salt is not there; run lab/build")
    with Lab(folder / "fleet") as lab:
        lab.up(minions=4, salt=salt_version, owned=True)
        Salt(lab).start()
        yield install(Fleet(lab))


@pytest.fixture(scope="session")
def fleet(installation: Installation) -> Fleet:
    """The installed fleet, enforcing."""
    enforce(installation.fleet)
    return installation.fleet


@pytest.fixture(scope="session")
def attacker(fleet: Fleet) -> Attacker:
    return Attacker(fleet.lab)
