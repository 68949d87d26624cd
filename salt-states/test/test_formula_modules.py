"""How the formula brings its own modules along. Applied for real, for the agent is a fake in a throwaway folder."""

import json

import pytest
from local_minion import LocalMinion


@pytest.fixture
def minion(tmp_path):
    return LocalMinion(tmp_path)


class TestModules:
    @pytest.fixture
    def prepared(self, minion):
        agent = minion.folder / "saltban-agent"
        applied = {
            "v": 1,
            "outcome": "applied",
            "why": "in force",
            "files": [],
            "status": {"generation": 7, "entries": 1},
        }
        agent.write_text(f"#!/bin/sh\ncat > /dev/null\necho '{json.dumps(applied)}'\n")
        agent.chmod(0o755)
        minion.config["saltban"] = {"agent": str(agent), "state_dir": str(minion.folder / "state")}
        (minion.root / "saltban-list").mkdir()
        (minion.root / "saltban-list" / "current.json").write_text("{}")
        agent_states = (minion.root / "saltban" / "agent" / "init.sls").read_text()
        end = agent_states.index("Agent user exists:")
        (minion.root / "only.sls").write_text(
            agent_states[:end] + "Ban list is in force:\n  saltban.bans_applied: []\n{%- endif %}\n"
        )
        return minion

    def test_the_first_run_brings_them_along_and_uses_them(self, prepared):
        returned, status = prepared.call("state.apply", "only")
        assert [entry["comment"] for entry in returned.values() if entry["result"] is not True] == []
        assert len(returned) == 3
        assert (
            returned[next(key for key in returned if key.startswith("saltban_|-"))]["changes"]["new"]["generation"] == 7
        )
        assert status == 0

    def test_a_later_run_leaves_them_alone_until_they_change(self, prepared):
        prepared.call("state.apply", "only")
        assert len(prepared.call("state.apply", "only")[0]) == 1
        with (prepared.root / "_modules" / "saltban.py").open("a") as module:
            module.write("# newer\n")
        assert len(prepared.call("state.apply", "only")[0]) == 3

    def test_a_failure_of_the_agent_shows_in_the_exit_status_and_java_missing_does_not(self, prepared):
        prepared.call("state.apply", "only")
        agent = prepared.folder / "saltban-agent"
        agent.write_text("#!/bin/sh\necho 'saltban-agent: disk full' >&2\nexit 74\n")
        returned, status = prepared.call("state.apply", "only")
        assert [entry["comment"] for entry in returned.values()] == ["saltban-agent: disk full"]
        assert status == 2
        agent.write_text("#!/bin/sh\necho 'saltban-agent: no Java 17' >&2\nexit 69\n")
        returned, status = prepared.call("state.apply", "only")
        assert [entry["result"] for entry in returned.values()] == [True]
        assert status == 0
