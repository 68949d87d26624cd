"""The formula as `salt-call --local` renders it, and what it would do; nothing is applied here. The lab does that."""

import json
import os
import pathlib

import pytest
from conftest import TREE
from local_minion import LocalMinion, arguments

STATES = ("saltban", "saltban.agent", "saltban.bans", "saltban.master", "saltban.clean", "saltban.master.clean")


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A minion of defaults, for the tests that only look."""
    return LocalMinion(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def minion(tmp_path):
    return LocalMinion(tmp_path)


class TestRendering:
    @pytest.mark.parametrize("state", STATES)
    def test_each_state_renders_and_its_ids_are_sentences(self, shared, state):
        shown = shared.show(state)
        assert shown
        for name in shown:
            assert name[0].isupper(), name
            assert len(name.split()) >= 3, name

    def test_the_agent_s_configuration_is_data(self, minion):
        hostile = {
            "phrases": ["a: {b}\n- '{{ 7 * 7 }}' \"%s\" # x"],
            "enforce": {"mode": "observe", "ports": [22, 2222]},
        }
        minion.pillar({"agent": {"config": hostile}})
        dataset = arguments(minion.show("saltban.agent")["Agent is configured"])["dataset"]
        assert dataset["phrases"] == hostile["phrases"]
        assert dataset["enforce"] == {
            "backend": "nftables",
            "mode": "observe",
            "ports": [22, 2222],
            "jail": "saltban",
            "protect": [],
            "max-entries": 1000000,
        }
        assert dataset["master"] == ["192.0.2.10"]

    @pytest.mark.parametrize(
        ("configured", "expected"),
        [("salt.example", ["salt.example"]), (["192.0.2.10", "192.0.2.11"], ["192.0.2.10", "192.0.2.11"])],
    )
    def test_the_guard_hears_of_the_master(self, minion, configured, expected):
        minion.config["master"] = configured
        assert arguments(minion.show("saltban.agent")["Agent is configured"])["dataset"]["master"] == expected

    def test_the_pillar_can_name_the_masters(self, minion):
        minion.pillar({"agent": {"config": {"master": ["192.0.2.99"]}}})
        assert arguments(minion.show("saltban.agent")["Agent is configured"])["dataset"]["master"] == ["192.0.2.99"]

    @pytest.mark.parametrize(
        ("family", "package"),
        [
            ("Debian", "default-jre-headless"),
            ("RedHat", "java-17-openjdk-headless"),
            ("Suse", "java-17-openjdk-headless"),
        ],
    )
    def test_each_family_has_its_package_of_java(self, minion, family, package):
        minion.config["grains"] = {"os_family": family}
        assert arguments(minion.show("saltban.agent")["Java is there for the agent"])["name"] == package

    def test_a_family_without_a_known_package_installs_no_java(self, minion):
        minion.config["grains"] = {"os_family": "Gentoo"}
        shown = minion.show("saltban.agent")
        assert "Java is there for the agent" not in shown
        assert "Agent is configured" in shown

    def test_java_and_archive_can_be_left_alone(self, minion):
        minion.pillar({"java": {"package": ""}, "agent": {"archive": False}})
        shown = minion.show("saltban.agent")
        assert "Java is there for the agent" not in shown
        assert "Agent starts from a class archive" not in shown

    @pytest.mark.parametrize("backend", ["nftables", "fail2ban", "file"])
    def test_each_back_end_installs_what_it_needs(self, minion, backend):
        minion.pillar({"agent": {"config": {"enforce": {"backend": backend}}}})
        shown = minion.show("saltban.bans")
        packages = {name for name in ("nftables", "fail2ban") if f"Package {name} is installed" in shown}
        assert packages == {backend} - {"file"}
        assert ("Jail of the bans exists" in shown) == (backend == "fail2ban")

    @pytest.mark.parametrize(
        ("enforce", "action"),
        [
            ({}, 'action = saltban.py[mode=enforce, ports="all"]'),
            ({"mode": "observe", "ports": [22, 2222]}, 'action = saltban.py[mode=observe, ports="22,2222"]'),
        ],
    )
    def test_the_jail_refuses_as_the_agent_is_told_to(self, minion, enforce, action):
        minion.pillar({"agent": {"config": {"enforce": {"backend": "fail2ban", **enforce}}}})
        files = {}
        for each in arguments(minion.show("saltban.bans")["Jail of the bans exists"])["names"]:
            files.update(each)
        (contents,) = [part["contents"] for part in files["/etc/fail2ban/jail.d/saltban.local"] if "contents" in part]
        assert contents[1:] == ["[saltban]", action]

    def test_a_jail_of_the_operator_is_left_to_him(self, minion):
        minion.pillar({"agent": {"config": {"enforce": {"backend": "fail2ban", "jail": "mine"}}}})
        assert "Jail of the bans exists" not in minion.show("saltban.bans")

    @pytest.mark.parametrize("init", ["systemd", "sysvinit"])
    def test_the_list_comes_back_after_a_start_where_systemd_is(self, minion, init):
        minion.config["grains"] = {"init": init}
        shown = minion.show("saltban.bans")
        assert ("Ban list comes back after a start" in shown) == (init == "systemd")
        assert ("Ban list is put into force at each start" in shown) == (init == "systemd")


class TestOtherPlatforms:
    @pytest.mark.parametrize("kernel", ["Windows", "FreeBSD", "Darwin"])
    @pytest.mark.parametrize("state", ["saltban", "saltban.clean"])
    def test_they_get_nothing_but_a_notice(self, minion, kernel, state):
        minion.config["grains"] = {"kernel": kernel, "os_family": kernel}
        shown, _ = minion.call("state.show_sls", state)
        assert {arguments(declaration)["function"] for declaration in shown.values()} <= {"show_notification"}

    def test_a_run_there_is_green_and_changes_nothing(self, minion):
        minion.config["grains"] = {"kernel": "FreeBSD", "os_family": "FreeBSD"}
        returned, status = minion.call("state.apply", "saltban")
        assert status == 0
        assert {entry["result"] for entry in returned.values()} == {True}
        assert [entry["changes"] for entry in returned.values() if entry["changes"]] == []


class TestMaster:
    def grants(self, minion):
        import yaml

        return yaml.safe_load(
            arguments(minion.show("saltban.master")["Master grants the aggregator its few calls"])["contents"]
        )

    def test_the_grants_are_exactly_those_of_the_design(self, shared):
        assert self.grants(shared) == {
            "netapi_enable_clients": ["local_async", "runner"],
            "rest_cherrypy": {
                "host": "127.0.0.1",
                "port": 8000,
                "disable_ssl": True,
                "thread_pool": 20,
                "max_request_body_size": 1048576,
            },
            "external_auth": {
                "file": {
                    "^filename": "/etc/saltban/eauth",
                    "^hashtype": "sha256",
                    "saltban": [
                        {"*": [r"saltban\.(apply|findings|status)$"]},
                        {"@saltban": ["(returns|publish)$"]},
                    ],
                }
            },
            "saltban": {
                "owner": "saltban",
                "snapshots": "/var/lib/saltban/snapshots",
                "publish_to": "/srv/salt/saltban-list",
            },
        }

    def test_no_secret_is_in_what_is_rendered(self, shared):
        shown = json.dumps(shared.show("saltban.master"))
        assert "password" in shown
        assert arguments(shared.show("saltban.master")["Password for salt-api was made here"])["creates"] == (
            "/etc/saltban/salt-api.password"
        )

    def test_names_reach_the_shell_as_data_only(self, minion):
        minion.pillar({"master": {"user": "a$(id)", "salt_api": {"user": "b'; id; '"}}})
        shown = minion.show("saltban.master")
        for name in ("Password for salt-api was made here", "Master has the hash of the password"):
            assert "$(id)" not in arguments(shown[name])["name"]
            assert "; id;" not in arguments(shown[name])["name"]

    def test_the_runner_is_installed_with_its_part(self, shared):
        names = [next(iter(each)) for each in arguments(shared.show("saltban.master")["Runner is installed"])["names"]]
        assert sorted(pathlib.Path(name).name for name in names) == sorted(os.listdir(TREE / "_runners"))

    def test_a_master_of_another_user_gets_the_group_and_the_files(self, minion):
        minion.pillar({"master": {"salt_user": "salt"}})
        shown = minion.show("saltban.master")
        assert arguments(shown["Master can read the aggregator's snapshots"])["addusers"] == ["salt"]
        assert arguments(shown["Runner is installed"])["user"] == "salt"
        assert arguments(shown["Folder for published lists exists"])["user"] == "salt"

    def test_the_owner_of_the_master_s_keys_is_taken_for_its_user(self, minion):
        (minion.master_d.parent / "pki" / "master").mkdir(parents=True)
        owner = (minion.master_d.parent / "pki" / "master").owner()
        assert arguments(minion.show("saltban.master")["Runner is installed"])["user"] == owner


class TestForeignSettings:
    ID = "test_|-Other settings of salt-api are respected_|-"
    GRANTS = "file_|-Master grants the aggregator its few calls_|-"

    def found(self, minion):
        returned, status = minion.dry_run("saltban.master")
        by_prefix = {
            prefix: [v for k, v in returned.items() if k.startswith(prefix)] for prefix in (self.ID, self.GRANTS)
        }
        return by_prefix[self.ID][0], by_prefix[self.GRANTS][0], status

    @pytest.mark.parametrize(
        ("file", "text"),
        [
            ("master", "external_auth:\n  pam:\n    ops: ['.*']\n"),
            ("master", "netapi_enable_clients: [local]\n"),
            ("master.d/api.conf", "rest_cherrypy :\n  port: 443\n"),
            ("master.d/api.conf", "# first\nexternal_auth: {}\n"),
        ],
    )
    def test_they_stop_the_state_before_it_changes_what_they_mean(self, minion, file, text):
        minion.master_d.mkdir(parents=True)
        (minion.master_d.parent / file).write_text(text)
        refusal, grants, status = self.found(minion)
        assert refusal["result"] is False
        assert "Set the pillar saltban:master:write_config to false" in refusal["name"]
        assert grants["result"] is False
        assert status != 0

    @pytest.mark.parametrize(
        ("file", "text"),
        [
            ("master", "#external_auth:\n#  pam: {}\nworker_threads: 3\n"),
            ("master.d/other.conf", "netapi_enable_clients: [local]\nmy_external_auth: 1\n"),
            ("master.d/saltban.conf", "external_auth: {}\nrest_cherrypy: {}\n"),
            ("master.d/api.conf.bak", "external_auth: {}\n"),
        ],
    )
    def test_what_does_not_collide_is_no_hindrance(self, minion, file, text):
        minion.master_d.mkdir(parents=True)
        (minion.master_d.parent / file).write_text(text)
        refusal, grants, _ = self.found(minion)
        assert refusal["result"] is True
        assert grants["result"] is None

    def test_told_so_the_state_writes_a_sample_only(self, minion):
        minion.master_d.mkdir(parents=True)
        (minion.master_d.parent / "master").write_text("external_auth: {}\n")
        minion.pillar({"master": {"write_config": False}})
        shown = minion.show("saltban.master")
        assert "Other settings of salt-api are respected" not in shown
        assert (
            arguments(shown["Master grants the aggregator its few calls"])["name"] == "/etc/saltban/master.conf.sample"
        )


class TestDryRun:
    TOUCHED = ("/etc/saltban", "/opt/saltban", "/var/lib/saltban-agent", "/var/lib/saltban", "/etc/cron.d/saltban")

    @pytest.mark.parametrize("state", ["saltban", "saltban.master", "saltban.clean", "saltban.master.clean"])
    def test_nothing_fails_and_nothing_is_written(self, minion, state):
        before = {path: os.path.exists(path) for path in self.TOUCHED}
        returned, status = minion.dry_run(state)
        assert [entry["comment"] for entry in returned.values() if entry["result"] is False] == []
        assert status == 0
        assert {path: os.path.exists(path) for path in self.TOUCHED} == before


class TestPillarExample:
    def test_it_holds_every_key_with_its_default(self):
        import yaml

        example = yaml.safe_load((TREE / "pillar.example").read_text())["saltban"]
        parameters = TREE / "saltban" / "parameters"
        defaults = yaml.safe_load((parameters / "defaults.yaml").read_text())
        defaults["java"] = yaml.safe_load((parameters / "os_family" / "Debian.yaml").read_text())["java"]
        assert example == defaults

    def test_each_key_is_explained(self):
        lines = (TREE / "pillar.example").read_text().splitlines()
        for number, line in enumerate(lines):
            key = line.strip().partition(":")
            if key[1] and not line.lstrip().startswith("#") and key[2].strip():
                above = "\n".join(lines[max(0, number - 4) : number])
                assert "#" in above, line
