"""Salt of the lab runs as an installed one does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from saltlab.lab import Lab
from saltlab.salt import Salt


@pytest.fixture(scope="module")
def salt(folder: Path, salt_version: str) -> Iterator[Salt]:
    with Lab(folder / "salt") as lab:
        lab.up(minions=2, salt=salt_version, owned=True)
        salt = Salt(lab)
        salt.start(master_minion=True)
        yield salt


def test_all_minions_answer_with_the_pinned_version(salt: Salt, salt_version: str) -> None:
    assert salt.run("*", "test.version", target="") == {name: salt_version for name in ("master", "web1", "web2")}


def test_a_tree_copied_to_the_file_root_is_served_to_minions(salt: Salt, tmp_path: Path) -> None:
    (tmp_path / "_modules").mkdir()
    (tmp_path / "_modules" / "labtest.py").write_text('def here():\n    return __grains__["id"]\n')
    salt.put_file_root(tmp_path)
    assert salt.run("web1", "saltutil.sync_modules", target="-L") == {"web1": ["modules.labtest"]}
    assert salt.run("web1", "labtest.here", target="-L") == {"web1": "web1"}


def test_salt_call_works_on_a_minion_with_and_without_the_master(salt: Salt) -> None:
    web2 = salt.lab.host("web2")
    assert "True" in web2.run("salt-call", "test.ping").checked().out
    assert "True" in web2.run("salt-call", "--local", "test.ping").checked().out


def test_master_and_minion_can_be_restarted_by_their_service_names(salt: Salt) -> None:
    salt.daemon(salt.master, "salt-master", "restart")
    salt.daemon(salt.lab.host("web1"), "salt-minion", "restart")
    salt.wait_for_master()
    salt.wait_for_minions(["web1", "web2", "master"])
    assert salt.master.run("service", "salt-master", "status").status == 0
