"""The formula as `salt-call --local` renders and applies it, on a minion whose files all lie in a throwaway folder.

Nothing is applied for real here except what stays in that folder: the rest is `test=True`. The lab applies it.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest
from conftest import TREE

STATES = ("saltban", "saltban.agent", "saltban.bans", "saltban.master", "saltban.clean", "saltban.master.clean")
SALT_CALL = pathlib.Path(sys.executable).parent / "salt-call"
FAKES = ("saltban-agent.jar", "saltban-agent.sh", "saltban.jar", "saltban.sh")


class LocalMinion:
    def __init__(self, folder):
        self.folder = folder
        self.root = folder / "root"
        self.pillar_root = folder / "pillar"
        self.master_d = folder / "salt" / "master.d"
        shutil.copytree(TREE, self.root, ignore=shutil.ignore_patterns("test", "__pycache__"))
        for name in FAKES:
            (self.root / "saltban" / "files" / name).write_text(f"{name}\n")
        self.pillar_root.mkdir()
        self.config = {
            "id": "web1",
            "root_dir": str(folder / "minion"),
            "file_client": "local",
            "master": ["192.0.2.10"],
            "file_roots": {"base": [str(self.root)]},
            "pillar_roots": {"base": [str(self.pillar_root)]},
            "log_file": str(folder / "log"),
            # Grains that wait for name servers or look through the hardware; no state here asks for them.
            "enable_fqdns_grains": False,
            "enable_gpu_grains": False,
        }
        self.pillar({})

    def pillar(self, pillar):
        """Pillar `saltban`; the master's configuration always lies in the throwaway folder."""
        pillar = {**pillar, "master": {"master_d": str(self.master_d), **pillar.get("master", {})}}
        (self.pillar_root / "top.sls").write_text(json.dumps({"base": {"*": ["saltban"]}}))
        (self.pillar_root / "saltban.sls").write_text("#!json\n" + json.dumps({"saltban": pillar}))

    def call(self, *words):
        (self.folder / "etc").mkdir(exist_ok=True)
        (self.folder / "etc" / "minion").write_text(json.dumps(self.config))
        command = [SALT_CALL, "-c", self.folder / "etc", "--local", "--out=json", "--retcode-passthrough", *words]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120, check=False)
        assert done.stdout.strip(), done.stderr
        return json.loads(done.stdout)["local"], done.returncode

    def show(self, state):
        """State declarations by id; a list of errors if it does not render."""
        shown, _ = self.call("state.show_sls", state)
        assert isinstance(shown, dict), shown
        return shown

    def dry_run(self, state):
        """Results of `test=True` by id, several names of one id apart."""
        returned, status = self.call("state.apply", state, "test=True")
        assert isinstance(returned, dict), returned
        return returned, status


def arguments(state):
    """Function and arguments of one declaration."""
    (declaration,) = [value for key, value in state.items() if not key.startswith("__")]
    found = {"function": next(part for part in declaration if isinstance(part, str))}
    for part in declaration:
        if isinstance(part, dict):
            found.update(part)
    return found


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
        assert dataset["enforce"] == {"backend": "nftables", "mode": "observe", "ports": [22, 2222], "protect": []}
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
        if backend == "file":
            assert "Back-end of the bans is installed" not in shown
        else:
            assert arguments(shown["Back-end of the bans is installed"])["name"] == backend

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


class TestModules:
    """For these the agent is a fake, and only what lies in the throwaway folder is applied for real."""

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
