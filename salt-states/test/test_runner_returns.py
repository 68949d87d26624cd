"""The runner's view of the job cache, for callers who may send anything."""

import json
import os

import pytest
import salt.utils.minions

JID = "20261124200405123456"


def minions_of(answer):
    return [entry["minion"] for entry in answer["returns"]]


class TestReturns:
    @pytest.mark.parametrize("fun", ["saltban.findings", "saltban.apply", "saltban.status"])
    def test_a_job_of_ours_is_shown_with_keys(self, master, fun):
        master.job(JID, fun, ["web1", "web2", "web3"])
        master.returned(JID, "web1", {"v": 1, "findings": []})
        master.returned(JID, "web3", "ERROR: no", retcode=1, success=False)
        master.accept("web1")
        answer = master.call("returns", JID)
        assert {key: answer[key] for key in ("v", "jid", "fun", "minions", "more")} == {
            "v": 1,
            "jid": JID,
            "fun": fun,
            "minions": ["web1", "web2", "web3"],
            "more": False,
        }
        first, second = answer["returns"]
        assert {**first, "key": None} == {
            "minion": "web1",
            "key": None,
            "address": None,
            "retcode": 0,
            "success": True,
            "return": {"v": 1, "findings": []},
        }
        assert len(first["key"].split(":")) == 32
        assert (second["minion"], second["key"], second["retcode"], second["success"]) == ("web3", None, 1, False)

    def test_the_key_s_fingerprint_is_the_one_that_salt_key_prints(self, master):
        master.job(JID, "saltban.status", ["web1"])
        master.returned(JID, "web1", {})
        master.accept("web1")
        import salt.utils.crypt

        path = str(master.folder / "pki" / "minions" / "web1")
        assert master.call("returns", JID)["returns"][0]["key"] == salt.utils.crypt.pem_finger(path, sum_type="sha256")

    @pytest.mark.parametrize(
        "fun", ["test.ping", "saltban.scan", "saltban.apply2", "cmd.run", "xsaltban.apply", ["saltban.apply"], None, ""]
    )
    def test_jobs_of_other_functions_look_as_if_they_did_not_exist(self, master, fun):
        master.job(JID, fun, ["web1"])
        master.returned(JID, "web1", "a secret")
        answer = master.call("returns", JID)
        assert "a secret" not in json.dumps(answer)
        assert answer == master.call("returns", JID[:-1] + "0") | {"error": answer["error"]}
        assert answer["error"] == master.call("returns", "20200101000000000000")["error"].replace(
            "20200101000000000000", JID
        )

    @pytest.mark.parametrize(
        "jid", ["", "1", JID + "\n", "../" * 7, JID[:-1] + "x", JID + "_", "٣" * 20, None, [JID], {"a": 1}, True, 1.5]
    )
    def test_what_is_no_jid_is_refused(self, master, jid):
        assert master.call("returns", jid)["error"].startswith("saltban.returns: jid is ")

    def test_a_jid_as_a_number_is_understood(self, master):
        master.job(JID, "saltban.status", ["web1"])
        assert master.call("returns", int(JID))["jid"] == JID

    @pytest.mark.parametrize("have", ["web1", 7, [1], {"web1": 1}, [["web1"]], ["x"] * 20_001])
    def test_have_is_a_bounded_list_of_ids(self, master, have):
        master.job(JID, "saltban.status", ["web1"])
        assert "have is no list of at most 20000 minion ids" in master.call("returns", JID, have)["error"]

    def test_returns_read_already_are_left_out(self, master):
        master.job(JID, "saltban.status", ["web1", "web2"])
        master.returned(JID, "web1", 1)
        master.returned(JID, "web2", 2)
        assert minions_of(master.call("returns", JID, ["web1", "unknown"])) == ["web2"]

    def test_a_minion_that_the_job_was_not_sent_to_is_not_shown(self, master):
        master.job(JID, "saltban.status", ["web1"])
        master.returned(JID, "intruder", 1)
        assert minions_of(master.call("returns", JID)) == []

    def test_ids_that_are_paths_are_left_out(self, master):
        master.job(JID, "saltban.status", ["..", "a/b", "../../../etc", "web1"])
        assert master.call("returns", JID)["minions"] == ["web1"]

    def test_trimmed_values_are_passed_on_as_they_are(self, master):
        master.job(JID, "saltban.status", ["web1"])
        master.returned(JID, "web1", {"findings": "VALUE_TRIMMED"})
        assert master.call("returns", JID)["returns"][0]["return"] == {"findings": "VALUE_TRIMMED"}


class TestPages:
    def test_pages_are_bounded_and_together_complete(self, master):
        ids = [f"web{number:03}" for number in range(100)]
        master.job(JID, "saltban.findings", ids)
        for each in ids:
            master.returned(JID, each, {"text": "x" * 20_000})
        have, pages = [], 0
        while True:
            answer = master.call("returns", JID, have)
            assert len(json.dumps(answer)) <= 512 * 1024
            pages += 1
            have += minions_of(answer)
            if not answer["more"]:
                break
        assert sorted(have) == ids
        assert 4 <= pages <= 6

    def test_a_return_as_large_as_a_findings_document_may_be_passes(self, master):
        master.job(JID, "saltban.findings", ["web1", "web2", "web3"])
        for each in ("web1", "web2", "web3"):
            master.returned(JID, each, {"text": "x" * 256 * 1024})
        answer = master.call("returns", JID)
        assert (minions_of(answer), answer["more"]) == (["web1"], True)

    def test_a_return_above_the_page_is_named_not_shown(self, master):
        master.job(JID, "saltban.findings", ["web1", "web2"])
        master.returned(JID, "web1", "x" * 600_000)
        master.returned(JID, "web2", 1)
        first, second = master.call("returns", JID)["returns"]
        assert first["error"] == "the return has 600045 bytes; a page holds 524288"
        assert "return" not in first
        assert second["return"] == 1

    def test_a_huge_return_is_not_even_read(self, master):
        master.job(JID, "saltban.findings", ["web1"])
        path = master.returned(JID, "web1", 1)
        os.truncate(path, 8 * 1024**4)
        assert "more than 2097152 bytes" in master.call("returns", JID)["returns"][0]["error"]

    def test_damaged_or_odd_returns_are_named(self, master):
        master.job(JID, "saltban.findings", ["web1", "web2", "web3", "web4"])
        master.returned(JID, "web1", 1).write_bytes(b"\xc1")
        master.returned(JID, "web2", {"x": b"\xff\xfe"})
        master.returned(JID, "web3", float("nan"))
        deep = []
        for _ in range(400):
            deep = [deep]
        master.returned(JID, "web4", deep)
        answer = master.call("returns", JID)
        assert [entry.get("error", "") for entry in answer["returns"]][
            0
        ] == "the return cannot be read from the job cache"
        assert answer["returns"][2]["error"] == "the return is no JSON"
        json.dumps(answer)

    def test_an_old_return_without_a_frame_is_shown(self, master):
        import salt.payload

        master.job(JID, "saltban.findings", ["web1"])
        master.returned(JID, "web1", 1).write_bytes(salt.payload.dumps("old"))
        assert master.call("returns", JID)["returns"][0]["return"] == "old"

    def test_a_job_to_more_minions_than_a_page_can_name_is_refused(self, master):
        master.job(JID, "saltban.apply", [f"minion-{number:05}.some.where.example" for number in range(20_000)])
        assert "went to 20000 minions" in master.call("returns", JID)["error"]

    def test_a_job_to_ten_thousand_minions_is_paged(self, master):
        ids = [f"minion-{number:05}.example" for number in range(10_000)]
        master.job(JID, "saltban.apply", ids)
        for each in ids[:50]:
            master.returned(JID, each, {"v": 1, "outcome": "applied", "why": "x" * 1000})
        answer = master.call("returns", JID)
        assert len(answer["minions"]) == 10_000
        assert minions_of(answer) == ids[:50]
        assert len(json.dumps(answer)) <= 512 * 1024


class TestAddresses:
    def test_they_are_looked_up_only_if_asked_and_only_for_the_page(self, master, monkeypatch):
        asked = []

        def connected_ids(self, subset=None, show_ip=False):
            asked.append((subset, show_ip))
            return {("web1", "192.0.2.10")}

        monkeypatch.setattr(salt.utils.minions.CkMinions, "connected_ids", connected_ids)
        master.job(JID, "saltban.status", ["web1", "web2", "web3"])
        master.returned(JID, "web1", 1)
        master.returned(JID, "web2", 2)
        for value in (False, None, "yes", 1):
            assert [each["address"] for each in master.call("returns", JID, addresses=value)["returns"]] == [None, None]
        assert asked == []
        answer = master.call("returns", JID, addresses=True)
        assert [each["address"] for each in answer["returns"]] == ["192.0.2.10", None]
        assert asked == [({"web1", "web2"}, True)]


class TestOtherCaches:
    def test_the_configured_job_cache_is_asked(self, master):
        """A returner of the operator's own, found where Salt finds such."""
        folder = master.folder / "returners"
        folder.mkdir()
        (folder / "notebook.py").write_text(
            "def get_load(jid):\n    return {'fun': 'saltban.status', 'Minions': ['web1', 'web2']}\n\n"
            "def get_jid(jid):\n    return {'web1': {'return': 1, 'retcode': 0}, 'other': {'return': 2}}\n",
            encoding="utf-8",
        )
        master.opts["returner_dirs"] = [str(folder)]
        master.opts["master_job_cache"] = "notebook"
        answer = master.call("returns", JID)
        assert [(each["minion"], each["return"]) for each in answer["returns"]] == [("web1", 1)]
