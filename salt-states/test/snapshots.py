"""Snapshots as the aggregator writes them, and what is asked about their publication."""

import hashlib
import json
import sys

from conftest import LIST, TREE

# As Salt's loader does while it loads the runner.
sys.path.insert(0, str(TREE / "_runners"))

LINES = ["192.0.2.7", "198.51.100.0/24", "198.51.100.0", "203.0.113.9", "2001:db8::/64", "2001:db8::7"]
PROTECTED = "# saltban protected 1\n192.0.2.0/25\n2001:db8:1::/48\n"


class Snapshot:
    """A snapshot as the aggregator writes it; tests then spoil one thing."""

    def __init__(self, lines=LINES, generation=1767582245000, protected=PROTECTED, entries=None, uuid=LIST):
        self.body = "".join(f"{line}\n" for line in lines)
        self.digest = hashlib.sha256(self.body.encode("utf-8", "surrogateescape")).hexdigest()
        self.generation = generation
        self.protected = protected
        self.header = (
            f"# saltban ban file 1\n# list {uuid}\n# generation {generation}\n"
            f"# entries {len(lines) if entries is None else entries}\n# sha256 {self.digest}\n"
        )
        self.stem = f"{generation}-{self.digest[:16]}"
        self.name = f"{self.stem}.data"
        self.current = {
            "v": 1,
            "list": uuid,
            "base_sha256": None,
            "sha256": self.digest,
            "generation": generation,
            "add": [],
            "remove": [],
            "snapshot": self.name,
            "protected_sha256": hashlib.sha256(protected.encode()).hexdigest(),
        }

    @property
    def data(self):
        return self.header + self.body

    def write(self, folder):
        for name, text in (
            (self.name, self.data),
            (f"{self.stem}.protected", self.protected),
            ("current.json", json.dumps(self.current)),
        ):
            path = folder / name
            path.write_bytes(text.encode("utf-8", "surrogateescape"))
            path.chmod(0o640)
        return self


def published(master):
    return (
        sorted(str(path.relative_to(master.published)) for path in master.published.rglob("*"))
        if master.published.exists()
        else []
    )


def refusal(master, name):
    """The answer to a publication that has to be refused, after which nothing may be published."""
    answer = master.call("publish", name)
    assert set(answer) == {"v", "error"}, answer
    assert not [name for name in published(master) if name != "snapshots"]
    return answer["error"].removeprefix("saltban.publish: ")
