"""Publishing, against an aggregator who writes anything into the files."""

import ipaddress
import random

import pytest
from conftest import LIST, OTHER_LIST
from snapshots import LINES, Snapshot, refusal

import saltban_publication  # isort: skip  # found through snapshots


class TestLines:
    @pytest.mark.parametrize(
        "line",
        [
            "",
            " ",
            "192.0.2.7 ",
            " 192.0.2.7",
            "192.0.2.07",
            "192.0.2",
            "192.0.2.256",
            "192.0.2.7/32",
            "192.0.2.7/24",
            "192.0.2.0/024",
            "192.0.2.0/",
            "192.0.2.0/+24",
            "0.0.0.0/0",
            "::/0",
            "2001:DB8::7",
            "2001:db8:0::7",
            "2001:db8::7/128",
            "2001:db8::7/64",
            "::ffff:192.0.2.7",
            "::ffff:c000:207",
            "::192.0.2.7",
            "fe80::1%eth0",
            "host.example",
            "192.0.2.7\r",
            "192.0.2.7 # why",
            "# comment",
            "192.0.2.7\0",
            "\udcff",
            "{{ 7 * 7 }}",
            "٣.0.0.1",
            "0x7f.1",
            "1" * 100_000,
        ],
    )
    def test_what_is_no_canonical_prefix_is_refused(self, master, line):
        snapshot = Snapshot([line]).write(master.snapshots)
        error = refusal(master, snapshot.name)
        assert f"{snapshot.name}:6: no canonical prefix" in error
        assert error.isascii() and error.isprintable()
        assert len(error) < 400

    @pytest.mark.parametrize(
        "line",
        LINES
        + ["0.0.0.1", "1.2.3.4/31", "::102:304", "::1", "64:ff9b::/96", "2001:db8:0:1:1:1:1:1", "2001:db8::1:0:0:1"],
    )
    def test_a_canonical_prefix_passes(self, master, line):
        snapshot = Snapshot([line]).write(master.snapshots)
        assert "published" in master.call("publish", snapshot.name)

    @pytest.mark.parametrize(
        "lines",
        [
            ["192.0.2.8", "192.0.2.7"],
            ["192.0.2.7", "192.0.2.7"],
            ["2001:db8::1", "192.0.2.7"],
            ["9.0.0.0", "10.0.0.0", "9.0.0.1"],
            ["192.0.2.0", "192.0.2.0/24"],
            ["2001:db8::a", "2001:db8::9"],
        ],
    )
    def test_order_and_doubles_are_refused(self, master, lines):
        snapshot = Snapshot(lines).write(master.snapshots)
        assert f"{snapshot.name}:{5 + len(lines)}: out of order or twice" in refusal(master, snapshot.name)

    def test_the_fast_check_agrees_with_the_plain_one(self):
        """On texts made from random addresses, canonical or not, as the library for addresses sees them."""
        chance = random.Random(20261124)
        for _ in range(20_000):
            packed = chance.choice(
                [
                    chance.randbytes(4),
                    chance.randbytes(16),
                    bytes(8) + chance.randbytes(8),
                    bytes(12) + chance.randbytes(4),
                ]
            )
            if chance.random() < 0.3:
                packed = bytes(byte if chance.random() < 0.4 else 0 for byte in packed)
            address = ipaddress.ip_address(packed)
            text = chance.choice(
                [str(address), address.exploded, str(address).upper(), str(address) + "/" + str(chance.randint(0, 130))]
            )
            try:
                network = ipaddress.ip_network(text)
                canonical = str(network[0]) if network.num_addresses == 1 else str(network)
                mapped = network.version == 6 and network[0].ipv4_mapped is not None
                plain = canonical == text and network.prefixlen > 0 and not mapped
            except ValueError:
                plain = False
            assert (saltban_publication._key(text.encode()) is not None) == plain, text


class TestHeaders:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("ban file 1", "ban file 2"),
            ("# list " + LIST, "# list x"),
            ("# list " + LIST, "# list " + LIST.upper()),
            ("# generation 1", "# generation 01"),
            ("# entries", "# count"),
            ("\n# entries", "\n# extra 1\n# entries"),
            ("# saltban", "\ufeff# saltban"),
            ("\n", "\r\n"),
        ],
    )
    def test_another_header_is_refused(self, master, old, new):
        snapshot = Snapshot()
        snapshot.header = snapshot.header.replace(old, new)
        snapshot.write(master.snapshots)
        assert f"{snapshot.name}:1: the header is no header of a saltban ban file" in refusal(master, snapshot.name)

    def test_a_wrong_number_of_entries_is_refused(self, master):
        snapshot = Snapshot(entries=7).write(master.snapshots)
        assert ":4: 6 entries are there, the header says 7" in refusal(master, snapshot.name)

    def test_changed_lines_are_refused(self, master):
        snapshot = Snapshot()
        snapshot.body = snapshot.body.replace("192.0.2.7", "192.0.2.8")
        assert ":5: the lines hash to" in refusal(master, snapshot.write(master.snapshots).name)

    def test_a_missing_end_of_the_last_line_is_refused(self, master):
        snapshot = Snapshot()
        snapshot.body = snapshot.body.rstrip("\n")
        assert ":5: the lines hash to" in refusal(master, snapshot.write(master.snapshots).name)

    @pytest.mark.parametrize("change", [("stem", "1767582245001"), ("hash", "0")])
    def test_a_name_that_is_not_made_from_the_content_is_refused(self, master, change):
        snapshot = Snapshot()
        generation, digest = snapshot.stem.split("-")
        snapshot.stem = f"{change[1]}-{digest}" if change[0] == "stem" else f"{generation}-{change[1] * 16}"
        snapshot.name = f"{snapshot.stem}.data"
        assert "do not make this name" in refusal(master, snapshot.write(master.snapshots).name)


class TestProtected:
    @pytest.mark.parametrize("text", ["", "192.0.2.0/25\n", "# saltban protected 2\n", "# saltban ban file 1\n"])
    def test_another_header_is_refused(self, master, text):
        snapshot = Snapshot(protected=text).write(master.snapshots)
        assert ".protected:1: the header is not" in refusal(master, snapshot.name)

    @pytest.mark.parametrize("line", ["host.example", "192.0.2.1/24", "{{ 7 * 7 }}"])
    def test_other_lines_than_prefixes_are_refused(self, master, line):
        snapshot = Snapshot(protected=f"# saltban protected 1\n{line}\n").write(master.snapshots)
        assert ".protected:2: no canonical prefix" in refusal(master, snapshot.name)

    def test_a_missing_end_of_the_last_line_is_refused(self, master):
        snapshot = Snapshot(protected="# saltban protected 1\n192.0.2.0").write(master.snapshots)
        assert ".protected: the last line has no end" in refusal(master, snapshot.name)


class TestCurrent:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("v", 2),
            ("v", True),
            ("list", OTHER_LIST),
            ("base_sha256", "0" * 64),
            ("sha256", "0" * 64),
            ("generation", 1),
            ("generation", 1767582245000.0),
            ("add", ["192.0.2.9"]),
            ("remove", ["192.0.2.7"]),
            ("snapshot", "../../top.sls"),
            ("protected_sha256", "0" * 64),
            ("protected_sha256", None),
        ],
    )
    def test_a_field_that_does_not_fit_the_snapshot_is_refused(self, master, field, value):
        snapshot = Snapshot()
        snapshot.current[field] = value
        assert refusal(master, snapshot.write(master.snapshots).name).startswith(
            f"current.json: {field} does not fit the snapshot"
        )

    def test_a_missing_or_foreign_field_is_refused(self, master):
        for change in ({"extra": 1}, {"add": None}):
            snapshot = Snapshot()
            snapshot.current.update(change)
            if change == {"add": None}:
                del snapshot.current["add"]
            assert "has not exactly the fields" in refusal(master, snapshot.write(master.snapshots).name)

    @pytest.mark.parametrize("text", ["", "nonsense", "[]", "[" * 60_000, '{"v": NaN}'])
    def test_what_is_no_document_is_refused(self, master, text):
        snapshot = Snapshot().write(master.snapshots)
        (master.snapshots / "current.json").write_text(text)
        assert refusal(master, snapshot.name).startswith("current.json ")
