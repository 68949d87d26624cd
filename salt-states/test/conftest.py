"""
Fixtures: throwaway minions and masters, whose loaders load our code from this tree as real ones do.
"""

import json
import logging
import os
import pathlib
import pwd
import shutil
import stat
import sys

import pytest
import salt.config
import salt.loader
import salt.payload
import salt.utils.jid

# Salt logs while Python ends, when pytest has closed the stream.
logging.raiseExceptions = False

TREE = pathlib.Path(__file__).resolve().parent.parent
FAKE_AGENT = pathlib.Path(__file__).with_name("fake_agent.py")

LIST = "0b0e7bd6-8f8c-4f0e-9d8a-3a3f1f6f4c11"
OTHER_LIST = "11111111-8f8c-4f0e-9d8a-3a3f1f6f4c11"
SNAPSHOT = "1767582245000-0123456789abcdef.data"
PROTECTED = "1767582245000-0123456789abcdef.protected"


@pytest.fixture
def needs_root():
    """Skips where the tests do not run as root; where CI says that everything has to run, fails instead."""
    if os.geteuid() != 0:
        reason = "changes users or owners of files, which needs root"
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI=true, but this test {reason}")
        pytest.skip(f"this test {reason}")


@pytest.fixture
def other_user():
    """A user who is not the one that runs the tests."""
    return pwd.getpwnam("nobody")


@pytest.fixture
def open_folder(tmp_path):
    """A folder of the test's own that other users can enter."""
    for folder in (tmp_path, *tmp_path.parents):
        if (
            folder == pathlib.Path("/")
            or folder.stat().st_uid != os.geteuid()
            or folder.stat().st_mode & 0o005 == 0o005
        ):
            continue
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) | 0o055)
    return tmp_path


class Minion:
    """A minion without a master: the module, the state, a file root, and a fake agent."""

    def __init__(self, folder):
        self.folder = folder
        self.agent_folder = folder / "agent"
        self.state_folder = self.agent_folder / "state"
        self.file_root = folder / "root"
        self.published = self.file_root / "saltban-list"
        self.opts = salt.config.minion_config(None)
        self.opts.update(
            {
                "id": "web1",
                "file_client": "local",
                "root_dir": str(folder / "salt"),
                "cachedir": str(folder / "salt" / "cache"),
                "extension_modules": str(folder / "salt" / "extmods"),
                "file_roots": {"base": [str(self.file_root)]},
                "module_dirs": [str(TREE / "_modules")],
                "states_dirs": [str(TREE / "_states")],
                "grains": {"kernel": "Linux", "os_family": "Debian"},
                "pillar": {},
                "saltban": {
                    "agent": str(self.agent_folder / "saltban-agent"),
                    "state_dir": str(self.state_folder),
                    "timeout": 20,
                },
            }
        )
        self.context = {}
        for each in (self.agent_folder, self.file_root, folder / "salt" / "cache"):
            each.mkdir(parents=True)

    def install_agent(self, answers):
        program = self.agent_folder / "saltban-agent"
        program.write_text(f"#!{sys.executable} -I\n" + FAKE_AGENT.read_text(encoding="utf-8"), encoding="utf-8")
        program.chmod(0o755)
        (self.agent_folder / "calls.jsonl").touch(mode=0o666)
        (self.agent_folder / "calls.jsonl").chmod(0o666)
        (self.agent_folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")

    def calls(self):
        text = (self.agent_folder / "calls.jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def publish(self, files):
        for name, content in files.items():
            path = self.published / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")

    def functions(self):
        return salt.loader.minion_mods(self.opts, context=self.context)

    def call(self, function, *arguments, **options):
        return self.functions()[f"saltban.{function}"](*arguments, **options)

    def apply_state(self, test=False):
        self.opts["test"] = test
        functions = self.functions()
        states = salt.loader.states(self.opts, functions, {}, {})
        return states["saltban.bans_applied"]("Ban list is enforced")

    def files(self):
        """Everything below the folder with content, to see whether something changed."""
        found = {}
        for path in sorted(self.folder.rglob("*")):
            if path.name != "calls.jsonl" and "salt" not in path.relative_to(self.folder).parts[:1]:
                found[str(path)] = path.read_bytes() if path.is_file() else None
        return found


@pytest.fixture
def minion(open_folder):
    return Minion(open_folder)


class Master:
    """A master that does not run: its configuration, job cache, keys, and the runner."""

    def __init__(self, folder):
        self.folder = folder
        self.snapshots = folder / "aggregator" / "snapshots"
        self.file_root = folder / "srv"
        self.published = self.file_root / "saltban-list"
        self.owner = pwd.getpwuid(os.geteuid()).pw_name
        self.opts = salt.config.master_config(None)
        self.opts.update(
            {
                "root_dir": str(folder),
                "cachedir": str(folder / "cache"),
                "pki_dir": str(folder / "pki"),
                "extension_modules": str(folder / "cache" / "extmods"),
                "file_roots": {"base": [str(self.file_root)]},
                "runner_dirs": [str(TREE / "_runners")],
                "saltban": {"snapshots": str(self.snapshots), "owner": self.owner},
            }
        )
        for each in (self.snapshots, self.file_root, folder / "cache" / "jobs", folder / "pki" / "minions"):
            each.mkdir(parents=True)

    def call(self, function, *arguments, **options):
        return salt.loader.runner(self.opts)[f"saltban.{function}"](*arguments, **options)

    def job(self, jid, fun, minions):
        folder = self._job_folder(jid)
        folder.mkdir(parents=True)
        load = {"fun": fun, "jid": jid, "tgt": list(minions), "tgt_type": "list", "arg": [], "user": "saltban"}
        (folder / ".load.p").write_bytes(salt.payload.dumps(load))
        (folder / ".minions.p").write_bytes(salt.payload.dumps(list(minions)))

    def returned(self, jid, minion, value, **more):
        folder = self._job_folder(jid) / minion
        folder.mkdir()
        (folder / "return.p").write_bytes(salt.payload.dumps({"return": value, "retcode": 0, "success": True, **more}))
        return folder / "return.p"

    def accept(self, minion):
        key = f"-----BEGIN PUBLIC KEY-----\n{minion}\n-----END PUBLIC KEY-----\n"
        (self.folder / "pki" / "minions" / minion).write_text(key, encoding="ascii")

    def _job_folder(self, jid):
        return pathlib.Path(salt.utils.jid.jid_dir(jid, str(self.folder / "cache" / "jobs"), self.opts["hash_type"]))


@pytest.fixture
def master(open_folder):
    made = Master(open_folder)
    yield made
    shutil.rmtree(made.folder, ignore_errors=True)
