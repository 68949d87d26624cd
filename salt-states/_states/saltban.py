"""
Keep the fleet's ban list held and enforced on a minion.
"""

# ruff: noqa: F821 - Salt's loader puts the names with double underscores here

__virtualname__ = "saltban"

# Where the agent runs; elsewhere the state says so and is green.
KERNELS = ("Linux",)


def __virtual__():
    """Always there, so that a highstate over mixed machines stays green."""
    return __virtualname__


def bans_applied(name):
    """
    The list that the master has published is held and enforced. A newer list than the published one stays, and so
    does an operator's ``saltban-agent off`` or ``release`` on the machine. Repairs what was changed in the kernel.

    name
        Any text; it is shown only.

    .. code-block:: yaml

        Ban list is enforced:
          saltban.bans_applied
    """
    answer = {"name": name, "result": True, "changes": {}, "comment": ""}
    if __grains__.get("kernel") not in KERNELS or "proxy" in __opts__:
        return {**answer, "comment": "saltban cannot run on this platform; nothing was done"}
    plan = _apply(test=True)
    outcome = plan["outcome"]
    if outcome == "unchanged":
        return {**answer, "comment": plan["why"]}
    if outcome in ("applied", "needs-files") and not __opts__["test"]:
        old, plan = plan, _apply(test=False)
        outcome = plan["outcome"]
        if outcome == "unchanged":
            return {**answer, "comment": plan["why"]}
        if outcome == "applied":
            return {**answer, "changes": {"old": _held(old), "new": _held(plan)}, "comment": plan["why"]}
    elif outcome in ("applied", "needs-files"):
        return {
            **answer,
            "result": None,
            "changes": {"old": _held(plan)},
            "comment": f"The published list would be applied: {plan['why']}",
        }
    if plan.get("missing") == "java":
        # No fault of the list: a machine without Java is left as it is.
        return {**answer, "comment": f"saltban cannot run here yet; nothing was done: {plan['why']}"}
    if plan.get("missing") == "agent" and __opts__["test"]:
        return {
            **answer,
            "result": None,
            "comment": f"The published list would be applied once the agent is there: {plan['why']}",
        }
    return {**answer, "result": False, "comment": plan["why"]}


def _apply(test):
    if "saltban.apply" not in __salt__:
        why = "the module saltban is not loaded on this minion; run saltutil.sync_all"
        return {"outcome": "failed", "missing": "agent", "why": why}
    return __salt__["saltban.apply"](test=test)


def _held(document):
    """What a person wants to see of a status document; never the list itself."""
    status = document.get("status") or {}
    return {field: status.get(field) for field in ("list", "generation", "entries")}
