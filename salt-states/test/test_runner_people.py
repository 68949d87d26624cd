"""The runner's functions for people, which run the aggregator's program as its user."""

import json
import os
import sys

import pytest

PROGRAM = """#!{python} -I
import json, os, sys
if os.path.exists({folder!r} + "/fails"):
    sys.stderr.write("saltban: the store is damaged\\n")
    sys.exit(74)
print(json.dumps({{"v": 1, "arguments": sys.argv[1:], "uid": os.getuid(), "environment": sorted(os.environ)}}))
"""


@pytest.fixture
def program(master):
    path = master.folder / "saltban"
    path.write_text(PROGRAM.format(python=sys.executable, folder=str(master.folder)), encoding="utf-8")
    path.chmod(0o755)
    master.opts["saltban"]["program"] = str(path)
    return path


class TestBans:
    def test_it_shows_the_program_s_document(self, master, program):
        answer = master.call("bans")
        assert answer["arguments"] == ["bans", "--json", "--limit", "50"]
        assert set(answer["environment"]) <= {"PATH", "LC_ALL", "LC_CTYPE"}

    @pytest.mark.parametrize("limit", [0, 10_001, "5", True, None, -1, "--config=x"])
    def test_a_limit_out_of_bounds_is_refused(self, master, program, limit):
        assert "use 1 to 10000" in master.call("bans", limit)["error"]

    def test_the_program_runs_as_the_aggregator_s_user(self, master, program, needs_root, other_user):
        master.opts["saltban"]["owner"] = other_user.pw_name
        assert master.call("bans", 5)["uid"] == other_user.pw_uid

    def test_a_master_of_another_user_says_that_it_may_not(self, master, program, needs_root, other_user, monkeypatch):
        monkeypatch.setattr(os, "geteuid", lambda: other_user.pw_uid)
        assert "may not act as" in master.call("bans")["error"]

    def test_a_failure_is_passed_on(self, master, program):
        (master.folder / "fails").touch()
        answer = master.call("bans")
        assert (
            answer["error"]
            == f"saltban.bans: {program} ended with status 74 and printed no document: saltban: the store is damaged"
        )

    def test_a_missing_program_is_named(self, master):
        master.opts["saltban"]["program"] = "/nowhere/saltban"
        assert "/nowhere/saltban" in master.call("bans")["error"]


class TestWhy:
    @pytest.mark.parametrize(
        ("address", "canonical"),
        [
            ("192.0.2.7", "192.0.2.7"),
            ("192.0.2.0/24", "192.0.2.0/24"),
            ("2001:DB8::7", "2001:db8::7"),
            ("2001:db8::7/128", "2001:db8::7"),
        ],
    )
    def test_the_address_is_handed_on_in_canonical_form(self, master, program, address, canonical):
        assert master.call("why", address)["arguments"] == ["why", "--json", canonical]

    @pytest.mark.parametrize(
        "address", ["", "--help", "host.example", "192.0.2.7/24", 7, None, ["192.0.2.7"], "fe80::1%eth0", "x" * 1000]
    )
    def test_what_is_no_address_is_refused(self, master, program, address):
        error = master.call("why", address)["error"]
        assert error.startswith("saltban.why: no address (")
        assert len(json.dumps(error)) < 250
