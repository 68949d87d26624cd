"""What a captured aggregator can do through salt-api: three functions on minions, two of our runner."""

from __future__ import annotations

import json

import pytest

from saltlab.fleet import Fleet
from saltlab.installation import Installation

CALLER = r"""
import json, sys, urllib.error, urllib.request

def post(path, document, token=None):
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if token:
        headers["X-Auth-Token"] = token
    request = urllib.request.Request("http://127.0.0.1:8000" + path, json.dumps(document).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.code, None

password = open("/etc/saltban/salt-api.password").read().strip()
status, login = post("/login", {"username": "saltban", "password": password, "eauth": "file"})
status, answer = post("/", json.loads(sys.argv[1]), login["return"][0]["token"])
print(json.dumps({"status": status, "answer": answer}))
"""


def call(fleet: Fleet, low: dict) -> tuple[int, dict | None]:
    """One call as the aggregator's user, with its own password: HTTP status and answer."""
    done = fleet.master.run("/opt/salt/bin/python3", "-c", CALLER, json.dumps([low]), user="saltban").checked()
    answer = json.loads(done.out)
    return answer["status"], answer["answer"]


def minion(fun: str, *arguments: str) -> dict:
    return {"client": "local_async", "tgt": "*", "fun": fun, "arg": list(arguments)}


def test_the_three_functions_are_granted(installation: Installation) -> None:
    for function in ("findings", "status", "apply"):
        status, answer = call(installation.fleet, minion(f"saltban.{function}"))
        assert status == 200 and answer and "jid" in answer["return"][0], function


@pytest.mark.parametrize(
    "low",
    [
        minion("test.ping"),
        minion("cmd.run", "id"),
        minion("state.apply", "saltban"),
        minion("saltban.status,cmd.run", "", "id"),
        minion("saltban.statusx"),
        minion("xsaltban.status"),
        {"client": "runner", "fun": "jobs.list_jobs"},
        {"client": "runner", "fun": "saltban.bans"},
        {"client": "runner", "fun": "state.orchestrate", "mods": "saltban"},
    ],
    ids=lambda low: low["fun"],
)
def test_nothing_else_is_granted(installation: Installation, low: dict) -> None:
    assert call(installation.fleet, low)[0] == 401


@pytest.mark.parametrize("client", ["local", "wheel", "ssh", "runner_async", "local_batch"])
def test_no_other_client_is_enabled(installation: Installation, client: str) -> None:
    assert call(installation.fleet, {"client": client, "tgt": "*", "fun": "saltban.status"})[0] in (400, 401)


def test_a_job_of_another_function_is_not_shown(installation: Installation) -> None:
    installation.fleet.master.run("salt", "web1", "cmd.run", "echo secret").checked()
    jobs = json.loads(installation.fleet.master.run("salt-run", "--out=json", "jobs.list_jobs").checked().out)
    jid = next(jid for jid, job in jobs.items() if job["Function"] == "cmd.run")
    status, answer = call(installation.fleet, {"client": "runner", "fun": "saltban.returns", "jid": jid})
    assert status == 200 and answer
    assert "secret" not in json.dumps(answer)
    assert "error" in answer["return"][0]
