"""A minion without a master, whose files all lie in a throwaway folder, run by `salt-call --local`."""

import json
import pathlib
import shutil
import subprocess
import sys

from conftest import TREE

SALT_CALL = pathlib.Path(sys.executable).parent / "salt-call"
# What a build puts beside the states.
PROGRAMS = ("saltban-agent.jar", "saltban-agent.sh", "saltban.jar", "saltban.sh")
JAIL = ("fail2ban/action.py", "fail2ban/filter.conf", "fail2ban/jail.conf")


class LocalMinion:
    def __init__(self, folder):
        self.folder = folder
        self.root = folder / "root"
        self.pillar_root = folder / "pillar"
        self.master_d = folder / "salt" / "master.d"
        shutil.copytree(TREE, self.root, ignore=shutil.ignore_patterns("test", "__pycache__"))
        for name in PROGRAMS + JAIL:
            (self.root / "saltban" / "files" / name).parent.mkdir(exist_ok=True)
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
