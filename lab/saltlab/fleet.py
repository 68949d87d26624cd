"""saltban in a lab: installed by its formula, worked by its commands, as an operator would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from saltlab.lab import CHECKOUT, Lab
from saltlab.machine_exec import Host, Result
from saltlab.problem import LabProblem
from saltlab.salt import Salt

DIST = CHECKOUT / "dist" / "salt"
AGGREGATOR_USER = "saltban"


def failed_states(returned: Any) -> list[str]:
    """What went wrong in a return of `state.apply`, in words; empty if all states are well."""
    if not isinstance(returned, dict):
        return [str(returned)]
    return [f"{name}: {state.get('comment')}" for name, state in returned.items() if state.get("result") is False]


def changed_states(returned: dict[str, Any]) -> list[str]:
    """Names of the states that changed something, or would have."""
    return [state["__id__"] for state in returned.values() if state.get("changes") or state.get("result") is None]


class Fleet:
    """The installation; `saltban` commands run on the master as the aggregator's own user."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.salt = Salt(lab)
        self.minions = [machine.name for machine in lab.minions()]

    @property
    def master(self) -> Host:
        return self.salt.master

    def copy_formula(self, tree: Path = DIST) -> None:
        """Lays the formula into the master's file root, as the documents tell an operator to."""
        self.salt.put_file_root(tree)

    def apply_to_master(self) -> dict[str, Any]:
        """Applies `saltban.master` on the master's machine; the return of the state run."""
        done = self.master.run("salt-call", "--local", "--out=json", "state.apply", "saltban.master", timeout=120)
        try:
            return json.loads(done.out)["local"]
        except (json.JSONDecodeError, KeyError):
            raise LabProblem(f"{done.command}: status {done.status}\n{done.out}{done.err}") from None

    def restart_master(self) -> None:
        """What the formula asks for after it has changed the master's configuration."""
        self.salt.daemon(self.master, "salt-master", "restart")
        self.salt.wait_for_master()
        self.salt.daemon(self.master, "salt-api", "restart")
        self.salt.wait_for_api()

    def apply_to_minions(self, *arguments: str, state: str = "saltban") -> dict[str, Any]:
        """`salt -L all state.apply saltban`: returns by minion."""
        return self.salt.run(",".join(self.minions), "state.apply", state, *arguments, target="-L", timeout=180)

    def saltban(self, *words: str, timeout: float = 120.0) -> Result:
        """A `saltban` command as the aggregator's user; its status is for the caller to judge."""
        return self.master.run("saltban", *words, user=AGGREGATOR_USER, timeout=timeout)

    def saltban_json(self, *words: str) -> dict[str, Any]:
        done = self.saltban(*words, "--json").checked()
        return json.loads(done.out)

    def banned(self) -> set[str]:
        """Prefixes of all bans as `saltban bans` has them."""
        return {ban["prefix"] for ban in self.saltban_json("bans")["bans"]}

    def kernel(self, minion: str) -> str:
        """Our table as the minion's kernel holds it; empty if there is none."""
        done = self.lab.host(minion).run("nft", "list", "table", "inet", "saltban")
        return done.out if done.status == 0 else ""
