"""The execution module, loaded as a minion loads it, with a fake agent and the real file client."""

import json
import os
import random
import time

import pytest
from conftest import LIST, PROTECTED, SNAPSHOT
from salt.exceptions import CommandExecutionError

DELTA = {
    "v": 1,
    "list": LIST,
    "base_sha256": None,
    "sha256": "ab" * 32,
    "generation": 1767582245000,
    "add": [],
    "remove": [],
}
STATUS = {"v": 1, "list": LIST, "generation": 1767582245000, "entries": 1}
APPLIED = {"output": {"v": 1, "outcome": "applied", "why": "1 entry is in force", "files": [], "status": STATUS}}


class TestWithoutAgent:
    @pytest.mark.parametrize("call", [("scan",), ("findings",), ("status",), ("is_banned", "192.0.2.7"), ("version",)])
    def test_the_message_says_how_to_install_it(self, minion, call):
        with pytest.raises(
            CommandExecutionError,
            match=r"^the agent is not installed \(.*/saltban-agent is missing\); run state.apply saltban$",
        ):
            minion.call(*call)

    def test_apply_answers_with_a_document_and_a_return_code(self, minion):
        answer = minion.call("apply")
        assert answer["outcome"] == "failed"
        assert answer["why"].startswith("the agent is not installed")
        assert minion.context["retcode"] == 1

    def test_a_proxy_minion_is_told_that_it_cannot_run_it(self, minion):
        minion.opts["proxy"] = {"proxytype": "dummy"}
        with pytest.raises(CommandExecutionError, match="cannot run on a proxy minion"):
            minion.call("status")


class TestScan:
    def test_without_files_the_agent_looks_for_the_log(self, minion):
        minion.install_agent({"scan": {"output": {"v": 1, "findings": []}}})
        assert minion.call("scan") == {"v": 1, "findings": []}
        assert minion.calls()[0]["arguments"][:2] == ["scan", "--json"]

    def test_wildcards_stand_for_files_in_order(self, minion):
        minion.install_agent({"scan": {"output": {"v": 1}}})
        for name in ("auth.log.1", "auth.log"):
            (minion.folder / name).touch()
        minion.call("scan", f"{minion.folder}/auth.log*")
        assert minion.calls()[0]["arguments"][2:4] == [f"{minion.folder}/auth.log", f"{minion.folder}/auth.log.1"]

    def test_a_name_without_a_match_is_left_to_the_agent(self, minion):
        minion.install_agent({"scan": {"output": {"v": 1}}})
        minion.call("scan", ["/nowhere/a", "/nowhere/b*"])
        assert minion.calls()[0]["arguments"][2:4] == ["/nowhere/a", "/nowhere/b*"]

    @pytest.mark.parametrize(
        "files", ["--config=/tmp/x", "auth.log", "/var/log/a\0b", 7, {"a": 1}, ["/var/log/a", "-x"]]
    )
    def test_other_than_absolute_names_are_refused(self, minion, files):
        minion.install_agent({"scan": {"output": {"v": 1}}})
        with pytest.raises(CommandExecutionError, match="no absolute file name"):
            minion.call("scan", files)
        assert minion.calls() == []

    def test_an_argument_never_meets_a_shell(self, minion):
        minion.install_agent({"scan": {"output": {"v": 1}}})
        minion.call("scan", "/var/log/$(touch x); `id`")
        assert minion.calls()[0]["arguments"][2] == "/var/log/$(touch x); `id`"


class TestFindings:
    def test_a_minion_takes_its_own_cursor_from_the_map(self, minion):
        minion.install_agent({"findings": {"output": {"v": 1}}})
        minion.call("findings", {"web1": "9f0c2ab4d1e87730:42", "web2": "00b1c2d3e4f56789:7"})
        assert minion.calls()[0]["arguments"][:5] == ["findings", "--minion", "web1", "--from", "9f0c2ab4d1e87730:42"]

    def test_without_a_cursor_it_reads_from_the_oldest(self, minion):
        minion.install_agent({"findings": {"output": {"v": 1}}})
        minion.call("findings", {"web2": "00b1c2d3e4f56789:7"})
        assert "--from" not in minion.calls()[0]["arguments"]

    @pytest.mark.parametrize(
        "cursor",
        ["--config", "9f0c2ab4d1e87730", "9F0C2AB4D1E87730:1", "9f0c2ab4d1e87730:1\n", 42, ["x"], "9f0c2ab4d1e87730:٣"],
    )
    def test_what_is_no_cursor_is_refused_before_the_agent_starts(self, minion, cursor):
        minion.install_agent({"findings": {"output": {"v": 1}}})
        for arguments in ({"cursor": cursor}, {"cursors": {"web1": cursor}}):
            with pytest.raises(CommandExecutionError, match="the cursor is no EPOCH:SEQ"):
                minion.call("findings", **arguments)
        assert minion.calls() == []

    def test_a_list_instead_of_the_map_is_refused(self, minion):
        with pytest.raises(CommandExecutionError, match="cursors is no map"):
            minion.call("findings", ["web1"])

    def test_the_agent_s_own_message_is_passed_on_without_control_characters(self, minion):
        minion.install_agent({"findings": {"status": 74, "message": "saltban-agent: outbox: disk \x1b[31mfull\n"}})
        with pytest.raises(CommandExecutionError) as problem:
            minion.call("findings")
        assert str(problem.value) == "saltban-agent: outbox: disk \\u001b[31mfull"

    @pytest.mark.parametrize("output", ["", "[]", "nonsense", '{"v": 1', "[" * 100_000])
    def test_what_is_no_document_is_refused(self, minion, output):
        minion.install_agent({"findings": {"output": output}})
        with pytest.raises(CommandExecutionError, match="no JSON document"):
            minion.call("findings")


class TestBounds:
    def test_endless_output_ends_the_agent(self, minion):
        minion.install_agent({"status": {"flood": 64 * 1024 * 1024}})
        with pytest.raises(CommandExecutionError, match="printed more than 1048576 bytes"):
            minion.call("status")

    def test_an_agent_that_hangs_is_ended(self, minion):
        minion.opts["saltban"]["timeout"] = 1
        minion.install_agent({"status": {"sleep": 60}})
        begin = time.monotonic()
        with pytest.raises(CommandExecutionError, match="did not end in time"):
            minion.call("status")
        assert time.monotonic() - begin < 20

    def test_it_runs_in_a_bare_environment_and_a_session_of_its_own(self, minion, monkeypatch):
        monkeypatch.setenv("LD_PRELOAD", "")
        monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Dx=y")
        minion.install_agent({"status": {"output": {"v": 1}}})
        minion.call("status")
        call = minion.calls()[0]
        assert set(call["environment"]) <= {"PATH", "LC_ALL", "JAVA_HOME", "TZ", "LC_CTYPE"}
        assert call["session"]


class TestUsers:
    @pytest.mark.parametrize("function", ["scan", "findings"])
    def test_logs_are_read_as_the_agent_s_user(self, minion, needs_root, other_user, function):
        minion.opts["saltban"]["user"] = other_user.pw_name
        minion.install_agent({function: {"output": {"v": 1}}})
        minion.call(function)
        call = minion.calls()[0]
        assert (call["uid"], call["gid"]) == (other_user.pw_uid, other_user.pw_gid)
        assert call["groups"] == sorted(set(os.getgrouplist(other_user.pw_name, other_user.pw_gid)))

    def test_everything_else_keeps_its_user(self, minion, other_user):
        minion.opts["saltban"]["user"] = other_user.pw_name
        minion.install_agent({"status": {"output": {"v": 1}}})
        minion.call("status")
        assert minion.calls()[0]["uid"] == os.getuid()

    def test_where_the_user_is_not_there_the_agent_still_reads(self, minion):
        minion.opts["saltban"]["user"] = "nobody-of-that-name"
        minion.install_agent({"scan": {"output": {"v": 1}}})
        assert minion.call("scan") == {"v": 1}


class TestApply:
    def test_the_delta_goes_to_standard_input(self, minion):
        minion.install_agent({"apply": APPLIED})
        answer = minion.call("apply", DELTA)
        assert answer["outcome"] == "applied"
        assert json.loads(minion.calls()[0]["stdin"]) == DELTA
        assert minion.calls()[0]["arguments"][0] == "apply"
        assert "retcode" not in minion.context

    def test_in_test_mode_the_agent_is_told_so(self, minion):
        minion.install_agent({"apply": APPLIED})
        minion.opts["test"] = True
        minion.call("apply", DELTA)
        minion.call("apply", DELTA, test=False)
        assert ["--test" in call["arguments"] for call in minion.calls()] == [True, False]

    def test_files_that_the_agent_lacks_are_fetched_and_leave_nothing_behind(self, minion):
        minion.install_agent({"apply": {**APPLIED, "needs": [SNAPSHOT, PROTECTED]}})
        minion.publish({f"snapshots/{SNAPSHOT}": "# data\n", f"snapshots/{PROTECTED}": "# protected\n"})
        assert minion.call("apply", DELTA)["outcome"] == "applied"
        first, second = minion.calls()
        assert (first["incoming"], second["incoming"]) == ({}, {SNAPSHOT: "# data\n", PROTECTED: "# protected\n"})
        assert os.listdir(minion.state_folder / "enforce" / "incoming") == []
        kept = [
            name for _, _, names in os.walk(minion.opts["cachedir"]) for name in names if name in (SNAPSHOT, PROTECTED)
        ]
        assert kept == [], "Salt keeps a second copy of the list"

    def test_what_an_earlier_run_left_is_cleared(self, minion):
        incoming = minion.state_folder / "enforce" / "incoming"
        (incoming / ".fetch-old").mkdir(parents=True)
        (incoming / "1-0123456789abcdef.data").touch()
        minion.install_agent({"apply": {**APPLIED, "needs": [SNAPSHOT]}})
        minion.publish({f"snapshots/{SNAPSHOT}": "# data\n"})
        minion.call("apply", DELTA)
        assert minion.calls()[1]["incoming"] == {SNAPSHOT: "# data\n"}
        assert os.listdir(incoming) == []

    def test_a_file_that_is_not_published_is_named(self, minion):
        minion.install_agent({"apply": {**APPLIED, "needs": [SNAPSHOT]}})
        answer = minion.call("apply", DELTA)
        assert answer["outcome"] == "failed"
        assert (
            answer["why"] == f"salt://saltban-list/snapshots/{SNAPSHOT} is not there; run saltban collect on the master"
        )
        assert os.listdir(minion.state_folder / "enforce" / "incoming") == []

    @pytest.mark.parametrize(
        "names", [["../../etc/shadow"], ["current.json"], [SNAPSHOT + "\n"], [7], [], [SNAPSHOT] * 3, "x", None]
    )
    def test_other_files_than_snapshots_are_never_fetched(self, minion, names):
        needs = {"v": 1, "outcome": "needs-files", "why": "", "files": names}
        minion.install_agent({"apply": {"output": needs, "status": 75}})
        answer = minion.call("apply", DELTA)
        assert answer["outcome"] == "failed"
        assert answer["why"].startswith("the agent asks for other files than a snapshot")

    def test_in_test_mode_nothing_is_fetched(self, minion):
        minion.install_agent({"apply": {**APPLIED, "needs": [SNAPSHOT]}})
        minion.publish({f"snapshots/{SNAPSHOT}": "# data\n", "current.json": DELTA})
        before = minion.files()
        assert minion.call("apply", DELTA, test=True)["outcome"] == "needs-files"
        assert minion.call("apply", test=True)["outcome"] == "needs-files"
        assert minion.files() == before
        assert "retcode" not in minion.context

    def test_a_delta_above_the_bound_is_refused(self, minion):
        minion.install_agent({"apply": APPLIED})
        answer = minion.call("apply", {**DELTA, "add": ["192.0.2.77"] * 6000})
        assert answer["outcome"] == "failed"
        assert answer["why"] == "saltban.apply: the delta has 78195 bytes; use at most 65536"
        assert minion.calls() == []

    @pytest.mark.parametrize("delta", ["text", 7, ["x"], {"x": float("nan")}, {"x": {1, 2}}])
    def test_what_is_no_json_map_is_refused(self, minion, delta):
        minion.install_agent({"apply": APPLIED})
        answer = minion.call("apply", delta)
        assert answer["outcome"] == "failed"
        assert answer["why"].startswith("saltban.apply: the delta is no ")
        assert minion.calls() == []

    def test_an_agent_that_prints_no_document_failed(self, minion):
        minion.install_agent({"apply": {"status": 70, "message": "saltban-agent: a defect"}})
        answer = minion.call("apply", DELTA)
        assert (answer["outcome"], answer["why"]) == ("failed", "saltban-agent: a defect")

    def test_a_refusal_sets_the_return_code(self, minion):
        refused = {"v": 1, "outcome": "refused", "why": "another list is obeyed", "files": [], "status": STATUS}
        minion.install_agent({"apply": {"output": refused, "status": 65}})
        assert minion.call("apply", DELTA) == refused
        assert minion.context["retcode"] == 1

    def test_the_jitter_comes_after_the_list_is_in_force(self, minion, monkeypatch):
        slept = []
        minion.install_agent({"apply": APPLIED})
        monkeypatch.setattr(random, "uniform", lambda low, high: (low + high) / 2)
        monkeypatch.setattr(time, "sleep", lambda seconds: slept.append((seconds, len(minion.calls()))))
        minion.call("apply", DELTA, jitter=30)
        minion.call("apply", DELTA, jitter=30, test=True)
        # Shorter ones are those of Python's library, while it waits for the end of a process.
        assert [each for each in slept if each[0] >= 1] == [(15, 1)]

    @pytest.mark.parametrize("jitter", [-1, 601, "5", True, None, float("nan")])
    def test_a_jitter_out_of_bounds_is_refused_before_anything_is_done(self, minion, jitter):
        minion.install_agent({"apply": APPLIED})
        with pytest.raises(CommandExecutionError, match="use 0 to 600 seconds"):
            minion.call("apply", DELTA, jitter=jitter)
        assert minion.calls() == []


class TestApplyThePublishedList:
    def test_without_a_delta_the_published_document_is_taken(self, minion):
        minion.install_agent({"apply": APPLIED})
        minion.publish({"current.json": DELTA})
        assert minion.call("apply")["outcome"] == "applied"
        assert json.loads(minion.calls()[0]["stdin"]) == DELTA

    def test_nothing_published_yet_is_no_fault(self, minion):
        minion.install_agent({"apply": APPLIED})
        answer = minion.call("apply")
        assert answer["outcome"] == "unchanged"
        assert answer["why"].startswith("no list is published yet (salt://saltban-list/current.json)")
        assert minion.calls() == []

    def test_a_newer_list_that_is_held_stays(self, minion):
        newer = {**STATUS, "generation": DELTA["generation"] + 1}
        minion.install_agent(
            {"apply": {"output": {"v": 1, "outcome": "refused", "why": "older", "status": newer}, "status": 65}}
        )
        minion.publish({"current.json": DELTA})
        answer = minion.call("apply")
        assert answer["outcome"] == "unchanged"
        assert (
            answer["why"]
            == "a newer list is held (generation 1767582245001) than is published (generation 1767582245000)"
        )
        assert "retcode" not in minion.context

    @pytest.mark.parametrize("held", [{"list": "another", "generation": DELTA["generation"] + 1}, STATUS, None])
    def test_any_other_refusal_stays_one(self, minion, held):
        minion.install_agent(
            {"apply": {"output": {"v": 1, "outcome": "refused", "why": "no", "status": held}, "status": 65}}
        )
        minion.publish({"current.json": DELTA})
        assert minion.call("apply")["outcome"] == "refused"


class TestIsBanned:
    def test_the_address_is_handed_on_in_canonical_form(self, minion):
        minion.install_agent({"is-banned": {"output": {"v": 1, "banned": True}}})
        assert minion.call("is_banned", "2001:DB8:0::7")["banned"] is True
        assert minion.calls()[0]["arguments"][:2] == ["is-banned", "2001:db8::7"]

    @pytest.mark.parametrize(
        "address", ["", "192.0.2.07", "192.0.2.0/24", "--help", "fe80::1%eth0", 3221225991, None, "host.example"]
    )
    def test_what_is_no_address_is_refused(self, minion, address):
        with pytest.raises(CommandExecutionError, match="saltban.is_banned: not an address"):
            minion.call("is_banned", address)


class TestVersion:
    def test_it_is_what_the_agent_prints(self, minion):
        minion.install_agent({"version": {"output": "saltban-agent 1.2.0\n"}})
        assert minion.call("version") == "saltban-agent 1.2.0"
