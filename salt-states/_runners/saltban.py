"""
What of saltban needs the rights of the master: a few functions that run inside it for the unprivileged aggregator.

``returns`` and ``publish`` are called through salt-api by the user ``saltban``; every argument and every byte in the
aggregator's folder may come from somebody who has captured that user. ``bans`` and ``why`` are for people.

Settings in the master's configuration, all optional::

    saltban:
      snapshots: /var/lib/saltban/snapshots   # where the aggregator puts snapshots; no symbolic link on the way
      publish_to: /srv/salt/saltban-list      # default: saltban-list in the first file root of the environment base
      owner: saltban                          # whose files are published; also who runs the program
      program: /usr/local/bin/saltban
"""

# ruff: noqa: F821 - Salt's loader puts the names with double underscores here

import ipaddress
import json
import os
import pwd
import re
import subprocess

import salt.cache
import salt.loader
import salt.minion
import salt.payload
import salt.utils.crypt
import salt.utils.jid
import salt.utils.minions
import salt.utils.verify

# Lies beside this file; Salt's loader has the folder on the path while it loads a runner.
from saltban_publication import Refused, publish_snapshot

__virtualname__ = "saltban"

DEFAULTS = {"snapshots": "/var/lib/saltban/snapshots", "owner": "saltban", "program": "/usr/local/bin/saltban"}

# salt-api replaces values of large replies by a text; pages stay well below the 1 MiB where that begins.
PAGE_BYTES_MAX = 512 * 1024
RETURN_FILE_BYTES_MAX = 4 * PAGE_BYTES_MAX
MINIONS_MAX = 20_000
FUNCTIONS = ("saltban.findings", "saltban.apply", "saltban.status")
JID = re.compile(r"[0-9]{20}(_[0-9]{1,10})?", re.ASCII)

PROGRAM_SECONDS = 60
PROGRAM_BYTES_MAX = 1024 * 1024


def __virtual__():
    return __virtualname__


def returns(jid, have=None, addresses=False):
    """
    One page, of at most 512 KiB, of what minions returned to a job of saltban's own functions ``findings``, ``apply``
    and ``status``. The job cache is read, where Salt has made sure of the sender.

    jid
        The job. Jobs of other functions are not shown.

    have
        Ids of the minions whose returns were read already; these are left out.

    addresses
        Whether to look up the address that each minion is connected from.

    CLI Example:

    .. code-block:: bash

        salt-run saltban.returns 20261124200405123456
        salt-run saltban.returns 20261124200405123456 have='[web1, web2]' addresses=True
    """
    try:
        return _page(jid, have, addresses)
    except (Refused, OSError) as problem:
        return _error("returns", problem)


def publish(name):
    """
    Copy a snapshot from the aggregator's folder to the file server, with its list of protected prefixes and
    ``current.json``, after checking names, kinds and owners of the files, every line and the hashes of the very bytes
    that are written.

    name
        Name of the snapshot, as ``<generation>-<16 hex digits>.data``. No other file can be named.

    CLI Example:

    .. code-block:: bash

        salt-run saltban.publish 1767582245000-9f86d081884c7d65.data
    """
    try:
        settings = _settings()
        publish_snapshot(name, settings["snapshots"], _publish_to(settings), _owner())
        return {"v": 1, "published": name}
    except (Refused, OSError) as problem:
        return _error("publish", problem)


def bans(limit=50):
    """
    The latest bans, with the rule and the minions that each rests on.

    limit
        How many, at most 10,000.

    CLI Example:

    .. code-block:: bash

        salt-run saltban.bans
        salt-run saltban.bans limit=5
    """
    try:
        if type(limit) is not int or not 1 <= limit <= 10_000:
            raise Refused(f"limit is {_shown(limit)}; use 1 to 10000")
        return _program("bans", "--json", "--limit", str(limit))
    except (Refused, OSError) as problem:
        return _error("bans", problem)


def why(address):
    """
    Why an address is banned, or is not: rule, minions, times and users tried.

    address
        An IPv4 or IPv6 address or prefix.

    CLI Example:

    .. code-block:: bash

        salt-run saltban.why 192.0.2.7
    """
    try:
        try:
            prefix = ipaddress.ip_network(address if isinstance(address, str) and "%" not in address else "")
        except ValueError as problem:
            raise Refused(f"no address ({_shown(address)}); use one such as 192.0.2.7 or 2001:db8::/64") from problem
        return _program("why", "--json", str(prefix[0]) if prefix.num_addresses == 1 else str(prefix))
    except (Refused, OSError) as problem:
        return _error("why", problem)


def _error(function, problem):
    return {"v": 1, "error": f"saltban.{function}: {problem}"}


def _shown(value):
    """A caller's value: as Python writes it, so that nothing in it acts, and cut."""
    return ascii(value)[:80]


def _settings():
    own = __opts__.get("saltban")
    return {**DEFAULTS, **(own if isinstance(own, dict) else {})}


def _owner():
    name = _settings()["owner"]
    try:
        return pwd.getpwnam(name)
    except KeyError as problem:
        raise Refused(
            f"there is no user {_shown(name)}; apply the state saltban.master, or set saltban:owner"
        ) from problem


def _page(jid, have, addresses):
    if not isinstance(jid, (str, int)) or not JID.fullmatch(str(jid)):
        raise Refused(f"jid is {_shown(jid)}; use the one that salt-api gave for the job")
    have = [] if have is None else have
    if not isinstance(have, list) or len(have) > MINIONS_MAX or not all(isinstance(each, str) for each in have):
        raise Refused(f"have is no list of at most {MINIONS_MAX} minion ids")
    cache = _JobCache(str(jid))
    load = cache.load()
    if load.get("fun") not in FUNCTIONS:
        # Not to be told from a job that does not exist: what others do is not the aggregator's business.
        raise Refused(f"{jid} is no job of {', '.join(FUNCTIONS)}; it may be older than keep_jobs_seconds")
    minions = [
        each
        for each in load.get("Minions") or []
        if isinstance(each, str) and salt.utils.verify.valid_id(__opts__, each)
    ]
    space = PAGE_BYTES_MAX - len(json.dumps(minions))
    if len(minions) > MINIONS_MAX or space < PAGE_BYTES_MAX // 8:
        raise Refused(f"{jid} went to {len(minions)} minions; use jobs of at most {MINIONS_MAX}")
    page, more, read = [], False, set(have)
    for minion in minions:
        entry = None if minion in read else cache.entry(minion)
        if entry is None:
            continue
        used = len(json.dumps(entry)) + 400  # with fingerprint, address and names of the fields
        if page and used > space:
            more = True
            break
        page.append({"minion": minion, "key": _key_finger(minion), "address": None, **entry})
        space -= used
    if addresses is True:
        _add_addresses(page)
    return {"v": 1, "jid": str(jid), "fun": load["fun"], "minions": minions, "returns": page, "more": more}


class _JobCache:
    """
    One job in the master's job cache. Of the default one, local_cache, single returns are read by size; that a minion
    sent something huge must not cost the master its memory. Other returners give all returns at once.
    """

    def __init__(self, jid):
        self.jid = jid
        self.name = __opts__.get("master_job_cache", "local_cache")
        if self.name == "local_cache":
            self.returners = salt.loader.returners(__opts__, {})
        else:
            self.returners = salt.minion.MasterMinion(__opts__).returners
        self.all = None

    def load(self):
        load = self.returners[f"{self.name}.get_load"](self.jid)
        return load if isinstance(load, dict) else {}

    def entry(self, minion):
        """What a page says about a minion's return; none if there is no return yet."""
        try:
            found = self._local(minion) if self.name == "local_cache" else self._other(minion)
            if found is None:
                return None
            value = {
                "retcode": found.get("retcode", 0),
                "success": found.get("success", True),
                "return": found.get("return"),
            }
            size = len(json.dumps(value, allow_nan=False))
        except (TypeError, ValueError, RecursionError):
            return {"error": "the return is no JSON"}
        except Refused as problem:
            return {"error": str(problem)}
        return (
            value
            if size <= PAGE_BYTES_MAX * 7 // 8
            else {"error": f"the return has {size} bytes; a page holds {PAGE_BYTES_MAX}"}
        )

    def _local(self, minion):
        folder = salt.utils.jid.jid_dir(self.jid, os.path.join(__opts__["cachedir"], "jobs"), __opts__["hash_type"])
        try:
            with open(os.path.join(folder, minion, "return.p"), "rb") as stream:
                data = stream.read(RETURN_FILE_BYTES_MAX + 1)
        except FileNotFoundError:
            return None
        if len(data) > RETURN_FILE_BYTES_MAX:
            raise Refused(f"the return has more than {RETURN_FILE_BYTES_MAX} bytes; a page holds {PAGE_BYTES_MAX}")
        try:
            found = salt.payload.loads(data)
        except Exception as problem:  # pylint: disable=broad-except  # msgpack's own and more
            raise Refused("the return cannot be read from the job cache") from problem
        return found if isinstance(found, dict) and "return" in found else {"return": found}

    def _other(self, minion):
        if self.all is None:
            self.all = self.returners[f"{self.name}.get_jid"](self.jid) or {}
        found = self.all.get(minion)
        return found if found is None or isinstance(found, dict) else {"return": found}


def _key_finger(minion):
    """Fingerprint of the accepted key, as salt-key -f prints it."""
    driver = __opts__.get("keys.cache_driver") or "localfs_key"
    if driver == "localfs_key":
        folder = __opts__["cluster_pki_dir"] if __opts__.get("cluster_id") else __opts__["pki_dir"]
        path = os.path.join(folder, "minions", minion)
        return salt.utils.crypt.pem_finger(path, sum_type=__opts__["hash_type"]) or None
    key = salt.cache.Cache(__opts__, driver=driver).fetch("keys", minion)
    if not isinstance(key, dict) or key.get("state") != "accepted":
        return None
    body = "".join(line for line in key["pub"].splitlines(True) if line.strip()).splitlines(True)[1:-1]
    return salt.utils.crypt.pem_finger(key="".join(body), sum_type=__opts__["hash_type"])


def _add_addresses(page):
    ids = {entry["minion"] for entry in page}
    connected = dict(salt.utils.minions.CkMinions(__opts__).connected_ids(subset=ids, show_ip=True)) if ids else {}
    for entry in page:
        entry["address"] = connected.get(entry["minion"])


def _publish_to(settings):
    roots = __opts__["file_roots"].get("base")
    if "publish_to" not in settings and not roots:
        raise Refused("the environment base has no file root; set saltban:publish_to in the master's configuration")
    return settings.get("publish_to") or os.path.join(roots[0], "saltban-list")


def _program(*arguments):
    """Runs the aggregator's program as its user, who owns its files; a master that is not root has to be that user."""
    owner, program = _owner(), _settings()["program"]
    if os.geteuid() not in (0, owner.pw_uid):
        raise Refused(
            f"the master does not run as root and may not act as {owner.pw_name}; run {program} {arguments[0]} as root"
        )
    groups = os.getgrouplist(owner.pw_name, owner.pw_gid)
    who = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": groups} if os.geteuid() == 0 else {}
    bare = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}
    try:
        command = [program, *arguments]
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PROGRAM_SECONDS,
            cwd="/",
            env=bare,
            check=False,
            **who,
        )
    except subprocess.TimeoutExpired as problem:
        raise Refused(f"{program} did not end within {PROGRAM_SECONDS} seconds") from problem
    message = done.stderr[:1000].decode("utf-8", "replace").strip()
    try:
        document = json.loads(done.stdout) if done.returncode == 0 and len(done.stdout) <= PROGRAM_BYTES_MAX else None
    except (ValueError, RecursionError):
        document = None
    if document is None:
        raise Refused(
            f"{program} ended with status {done.returncode} and printed no document: {message or 'it said nothing'}"
        )
    return document
