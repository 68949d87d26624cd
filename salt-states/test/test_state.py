"""The state, over the real module and a fake agent."""

import pytest
from conftest import LIST

DELTA = {"v": 1, "list": LIST, "generation": 7}
HELD = {"v": 1, "list": LIST, "generation": 6, "entries": 1}
NOW_HELD = {"v": 1, "list": LIST, "generation": 7, "entries": 2}
WOULD = {"output": {"v": 1, "outcome": "applied", "why": "2 entries would be in force", "test": True, "status": HELD}}
DID = {"output": {"v": 1, "outcome": "applied", "why": "2 entries are in force", "status": NOW_HELD}}
UNCHANGED = {"output": {"v": 1, "outcome": "unchanged", "why": "the list is held and in force", "status": NOW_HELD}}


def refused(status):
    return {"output": {"v": 1, "outcome": "refused", "why": "the list is older", "status": status}, "status": 65}


class TestBansApplied:
    def test_a_new_list_is_applied_and_shown_by_its_numbers(self, minion):
        minion.install_agent({"apply": [WOULD, DID]})
        minion.publish({"current.json": DELTA})
        answer = minion.apply_state()
        assert answer["result"] is True
        assert answer["changes"] == {
            "old": {"list": LIST, "generation": 6, "entries": 1},
            "new": {"list": LIST, "generation": 7, "entries": 2},
        }
        assert answer["comment"] == "2 entries are in force"

    def test_a_second_run_changes_nothing(self, minion):
        minion.install_agent({"apply": [UNCHANGED, UNCHANGED]})
        minion.publish({"current.json": DELTA})
        answer = minion.apply_state()
        assert (answer["result"], answer["changes"]) == (True, {})
        assert ["--test" in call["arguments"] for call in minion.calls()] == [True]

    def test_in_test_mode_it_announces_what_it_would_change_and_changes_nothing(self, minion):
        minion.install_agent({"apply": [WOULD, DID]})
        minion.publish({"current.json": DELTA})
        before = minion.files()
        answer = minion.apply_state(test=True)
        assert answer["result"] is None
        assert answer["changes"] == {"old": {"list": LIST, "generation": 6, "entries": 1}}
        assert ["--test" in call["arguments"] for call in minion.calls()] == [True]
        assert minion.files() == before

    def test_in_test_mode_a_list_in_force_is_green(self, minion):
        minion.install_agent({"apply": [UNCHANGED, UNCHANGED]})
        minion.publish({"current.json": DELTA})
        assert minion.apply_state(test=True)["result"] is True

    def test_nothing_published_yet_is_green(self, minion):
        minion.install_agent({})
        for test in (True, False):
            answer = minion.apply_state(test)
            assert (answer["result"], answer["changes"]) == (True, {})
            assert answer["comment"].startswith("no list is published yet")

    def test_a_newer_list_that_is_held_is_green(self, minion):
        minion.install_agent({"apply": [refused({**HELD, "generation": 8})] * 2})
        minion.publish({"current.json": DELTA})
        for test in (True, False):
            answer = minion.apply_state(test)
            assert (answer["result"], answer["changes"]) == (True, {})

    def test_another_refusal_is_red_and_says_why(self, minion):
        minion.install_agent({"apply": [refused({**HELD, "list": "another"})] * 2})
        minion.publish({"current.json": DELTA})
        answer = minion.apply_state()
        assert (answer["result"], answer["comment"]) == (False, "the list is older")

    def test_without_the_agent_it_is_red(self, minion):
        answer = minion.apply_state()
        assert answer["result"] is False
        assert answer["comment"].startswith("the agent is not installed")

    def test_in_test_mode_without_the_agent_it_announces_a_change(self, minion):
        answer = minion.apply_state(test=True)
        assert answer["result"] is None
        assert answer["changes"] == {}

    def test_without_java_it_is_green_and_says_so(self, minion):
        minion.install_agent({"apply": {"status": 69, "message": "saltban-agent: no Java 17 or newer; install one"}})
        minion.publish({"current.json": DELTA})
        for test in (True, False):
            answer = minion.apply_state(test)
            assert (answer["result"], answer["changes"]) == (True, {})
            assert answer["comment"].endswith("nothing was done: saltban-agent: no Java 17 or newer; install one")

    @pytest.mark.parametrize("grains", [{"kernel": "Windows"}, {"kernel": "FreeBSD"}, {"kernel": "Junos"}, {}])
    def test_other_platforms_are_green(self, minion, grains):
        minion.opts["grains"] = grains
        answer = minion.apply_state()
        assert (answer["result"], answer["changes"]) == (True, {})
        assert answer["comment"] == "saltban cannot run on this platform; nothing was done"

    def test_proxy_minions_are_green(self, minion):
        minion.opts["proxy"] = {"proxytype": "dummy"}
        assert minion.apply_state()["result"] is True
