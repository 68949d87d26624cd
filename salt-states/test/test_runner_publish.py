"""Publishing, against an aggregator's folder in which anything may lie: names, kinds of files, owners, folders."""

import json
import os
import random
import socket
import stat
import sys
import time

import pytest
from conftest import OTHER_LIST
from snapshots import PROTECTED, Snapshot, published, refusal

import saltban_publication  # isort: skip  # found through snapshots


class TestPublish:
    def test_all_files_are_there_readable_and_complete(self, master):
        snapshot = Snapshot().write(master.snapshots)
        assert master.call("publish", snapshot.name) == {"v": 1, "published": snapshot.name}
        assert published(master) == [
            "auto-ban.data",
            "current.json",
            "snapshots",
            f"snapshots/{snapshot.name}",
            f"snapshots/{snapshot.stem}.protected",
        ]
        assert (master.published / "snapshots" / snapshot.name).read_text() == snapshot.data
        assert (master.published / "auto-ban.data").read_text() == snapshot.data
        assert (master.published / "snapshots" / f"{snapshot.stem}.protected").read_text() == PROTECTED
        assert json.loads((master.published / "current.json").read_text()) == snapshot.current
        assert {stat.S_IMODE(path.stat().st_mode) for path in master.published.rglob("*") if path.is_file()} == {0o644}

    def test_again_it_is_the_same(self, master):
        snapshot = Snapshot().write(master.snapshots)
        for _ in range(2):
            assert master.call("publish", snapshot.name) == {"v": 1, "published": snapshot.name}

    def test_an_empty_list_is_a_list(self, master):
        snapshot = Snapshot([], protected="# saltban protected 1\n").write(master.snapshots)
        assert "published" in master.call("publish", snapshot.name)

    def test_a_snapshot_is_never_rewritten_with_other_content(self, master):
        snapshot = Snapshot().write(master.snapshots)
        master.call("publish", snapshot.name)
        other = Snapshot(uuid=OTHER_LIST).write(master.snapshots)
        assert other.name == snapshot.name
        assert "published already with other content" in master.call("publish", other.name)["error"]
        assert (master.published / "snapshots" / snapshot.name).read_text() == snapshot.data
        assert json.loads((master.published / "current.json").read_text()) == snapshot.current

    def test_the_last_ten_are_kept(self, master):
        names = []
        for generation in range(1, 13):
            snapshot = Snapshot(generation=generation).write(master.snapshots)
            assert "published" in master.call("publish", snapshot.name)
            names.append(snapshot.name)
        kept = sorted(path.name for path in (master.published / "snapshots").glob("*.data"))
        assert kept == sorted(names[2:])
        assert len(list((master.published / "snapshots").glob("*.protected"))) == 10

    def test_an_older_one_that_is_published_again_is_kept_too(self, master):
        for generation in range(2, 13):
            master.call("publish", Snapshot(generation=generation).write(master.snapshots).name)
        oldest = Snapshot(generation=1).write(master.snapshots)
        assert "published" in master.call("publish", oldest.name)
        assert (master.published / "snapshots" / oldest.name).exists()

    def test_what_a_killed_run_left_is_cleared(self, master):
        snapshot = Snapshot().write(master.snapshots)
        (master.published / "snapshots").mkdir(parents=True)
        (master.published / ".new-0").touch()
        (master.published / "snapshots" / ".new-1").touch()
        master.call("publish", snapshot.name)
        assert not [name for name in published(master) if ".new-" in name]

    def test_other_files_in_the_folder_stay(self, master):
        master.published.mkdir()
        (master.published / "README").write_text("ours")
        master.call("publish", Snapshot().write(master.snapshots).name)
        assert (master.published / "README").read_text() == "ours"

    def test_a_million_lines_take_a_few_seconds(self, master):
        numbers = sorted(random.Random(7).sample(range(0x01000000, 0xDF000000), 1_000_000))
        lines = [socket.inet_ntoa(number.to_bytes(4, "big")) for number in numbers]
        snapshot = Snapshot(lines).write(master.snapshots)
        begin = time.monotonic()
        assert "published" in master.call("publish", snapshot.name)
        assert time.monotonic() - begin < 15


class TestTheName:
    @pytest.mark.parametrize(
        "name",
        [
            "",
            "current.json",
            "../../../etc/shadow",
            "/etc/shadow",
            "1-0123456789abcdef",
            "1-0123456789abcdef.protected",
            "1-0123456789ABCDEF.data",
            "1-0123456789abcdef.data\n",
            "1-0123456789abcdef.data/..",
            "x/1-0123456789abcdef.data",
            "٣-0123456789abcdef.data",
            "1" * 20 + "-0123456789abcdef.data",
            None,
            7,
            ["1-0123456789abcdef.data"],
            {"name": 1},
            True,
        ],
    )
    def test_other_names_than_a_snapshot_s_are_refused(self, master, name):
        Snapshot().write(master.snapshots)
        assert "is no name of a snapshot" in refusal(master, name)

    def test_a_name_is_shown_without_control_characters_and_cut(self, master):
        error = refusal(master, "\x1b[2J" + "x" * 500)
        assert "\x1b" not in error
        assert len(error) < 200

    def test_a_snapshot_that_is_not_there_is_named(self, master):
        assert "1-0123456789abcdef.data in the aggregator's folder cannot be opened" in refusal(
            master, "1-0123456789abcdef.data"
        )


FILES = ["data", "protected", "current"]


def path_of(master, snapshot, which):
    return (
        master.snapshots
        / {"data": snapshot.name, "protected": f"{snapshot.stem}.protected", "current": "current.json"}[which]
    )


class TestKindsOfFiles:
    @pytest.mark.parametrize("which", FILES)
    def test_a_symbolic_link_is_refused(self, master, which):
        snapshot = Snapshot().write(master.snapshots)
        path = path_of(master, snapshot, which)
        path.rename(master.folder / "elsewhere")
        path.symlink_to(master.folder / "elsewhere")
        assert "use a plain file" in refusal(master, snapshot.name)

    @pytest.mark.parametrize("which", FILES)
    def test_a_second_name_for_a_file_is_refused(self, master, which):
        snapshot = Snapshot().write(master.snapshots)
        os.link(path_of(master, snapshot, which), master.folder / "second-name")
        assert "has 2 hard links" in refusal(master, snapshot.name)

    @pytest.mark.parametrize("which", FILES)
    def test_a_pipe_is_refused_without_waiting_for_a_writer(self, master, which):
        snapshot = Snapshot().write(master.snapshots)
        path_of(master, snapshot, which).unlink()
        os.mkfifo(path_of(master, snapshot, which))
        assert "is no plain file" in refusal(master, snapshot.name)

    @pytest.mark.parametrize("which", FILES)
    def test_a_folder_is_refused(self, master, which):
        snapshot = Snapshot().write(master.snapshots)
        path_of(master, snapshot, which).unlink()
        path_of(master, snapshot, which).mkdir()
        assert "is no plain file" in refusal(master, snapshot.name)

    @pytest.mark.parametrize("which", FILES)
    def test_a_socket_is_refused(self, master, which):
        snapshot = Snapshot().write(master.snapshots)
        path = path_of(master, snapshot, which)
        path.unlink()
        with socket.socket(socket.AF_UNIX) as listener:
            here = os.open(path.parent, os.O_RDONLY)
            listener.bind(f"/proc/self/fd/{here}/{path.name}")
            os.close(here)
        assert "cannot be opened" in refusal(master, snapshot.name)

    @pytest.mark.parametrize("which", FILES)
    def test_a_device_is_refused(self, master, needs_root, which):
        snapshot = Snapshot().write(master.snapshots)
        path_of(master, snapshot, which).unlink()
        os.mknod(path_of(master, snapshot, which), stat.S_IFCHR | 0o640, os.makedev(1, 5))  # /dev/zero
        assert "is no plain file" in refusal(master, snapshot.name)

    @pytest.mark.parametrize("which", FILES)
    def test_a_file_of_somebody_else_is_refused(self, master, needs_root, other_user, which):
        snapshot = Snapshot().write(master.snapshots)
        os.chown(path_of(master, snapshot, which), other_user.pw_uid, -1)
        assert f"belongs to user {other_user.pw_uid}" in refusal(master, snapshot.name)

    @pytest.mark.parametrize("which", FILES)
    def test_a_file_that_others_can_write_to_is_refused(self, master, which):
        snapshot = Snapshot().write(master.snapshots)
        path_of(master, snapshot, which).chmod(0o660)
        assert "can be written to by others (mode 0660)" in refusal(master, snapshot.name)

    @pytest.mark.parametrize(
        ("which", "size"), [("data", 64 * 1024 * 1024), ("protected", 64 * 1024 * 1024), ("current", 64 * 1024)]
    )
    def test_a_file_above_the_bound_is_refused(self, master, which, size):
        snapshot = Snapshot().write(master.snapshots)
        os.truncate(path_of(master, snapshot, which), size + 1)
        assert f"has more than {size} bytes" in refusal(master, snapshot.name)


class TestSwaps:
    def test_what_is_written_is_what_was_checked_even_if_the_file_is_swapped(self, master, monkeypatch):
        """Right after a file was read, it is replaced by another; the other must not get out."""
        snapshot = Snapshot().write(master.snapshots)
        real = saltban_publication._read
        monkeypatch.setattr(
            sys.modules["saltban_publication"],
            "_read",
            lambda folder, name, *more: swap(real(folder, name, *more), name),
        )

        def swap(content, name):
            (master.snapshots / "other").write_text("swapped\n")
            os.replace(master.snapshots / "other", master.snapshots / name)
            return content

        assert "published" in master.call("publish", snapshot.name)
        assert (master.snapshots / snapshot.name).read_text() == "swapped\n"
        assert (master.published / "snapshots" / snapshot.name).read_text() == snapshot.data

    def test_a_link_put_in_place_between_two_looks_is_not_followed(self, master, monkeypatch):
        snapshot = Snapshot().write(master.snapshots)
        secret = master.folder / "secret"
        secret.write_text("secret\n")
        real = os.open

        def opened(path, flags, mode=0o777, *, dir_fd=None):
            if path == snapshot.name and dir_fd is not None and not (master.snapshots / path).is_symlink():
                (master.snapshots / path).unlink()
                (master.snapshots / path).symlink_to(secret)
            return real(path, flags, mode, dir_fd=dir_fd)

        monkeypatch.setattr(os, "open", opened)
        assert "cannot be opened" in refusal(master, snapshot.name)


class TestTheAggregatorsFolder:
    @pytest.mark.parametrize("level", ["snapshots", "aggregator"])
    def test_a_link_at_any_level_is_refused(self, master, level):
        snapshot = Snapshot().write(master.snapshots)
        path = {"snapshots": master.snapshots, "aggregator": master.snapshots.parent}[level]
        path.rename(master.folder / "moved")
        path.symlink_to(master.folder / "moved")
        assert f"{level} is a symbolic link or no folder" in refusal(master, snapshot.name)

    @pytest.mark.parametrize("folder", ["relative/snapshots", "", None, 7])
    def test_a_folder_that_is_no_absolute_path_is_refused(self, master, folder):
        master.opts["saltban"]["snapshots"] = folder
        assert "is no absolute path" in refusal(master, Snapshot().name)

    def test_a_folder_that_is_not_there_is_named(self, master):
        master.opts["saltban"]["snapshots"] = str(master.folder / "nowhere")
        assert "nowhere: No such file or directory" in refusal(master, Snapshot().name)

    def test_a_folder_of_somebody_else_is_refused(self, master, needs_root, other_user):
        snapshot = Snapshot().write(master.snapshots)
        os.chown(master.snapshots, other_user.pw_uid, -1)
        assert "belongs to neither" in refusal(master, snapshot.name)

    def test_an_unknown_owner_is_named(self, master):
        master.opts["saltban"]["owner"] = "nobody-of-that-name"
        assert "there is no user 'nobody-of-that-name'" in refusal(master, Snapshot().name)


class TestTheFileRoot:
    @pytest.fixture
    def own_files(self, master, needs_root, other_user):
        """The aggregator is another user than the master, as it has to be."""
        master.opts["saltban"]["owner"] = other_user.pw_name
        snapshot = Snapshot().write(master.snapshots)
        for path in (master.snapshots, *master.snapshots.iterdir()):
            os.chown(path, other_user.pw_uid, other_user.pw_gid)
        return snapshot

    def test_it_is_published_for_the_master_s_user(self, master, own_files):
        assert "published" in master.call("publish", own_files.name)
        assert {path.stat().st_uid for path in master.published.rglob("*")} == {os.geteuid()}

    @pytest.mark.parametrize("level", ["saltban-list", "saltban-list/snapshots", "."])
    def test_a_folder_of_the_aggregator_is_refused_at_every_level(self, master, own_files, other_user, level):
        (master.published / "snapshots").mkdir(parents=True)
        os.chown(master.file_root / level, other_user.pw_uid, -1)
        refusal(master, own_files.name)

    @pytest.mark.parametrize("level", ["saltban-list", "saltban-list/snapshots", "."])
    def test_a_folder_that_the_aggregator_s_group_can_write_to_is_refused(self, master, own_files, other_user, level):
        (master.published / "snapshots").mkdir(parents=True)
        os.chown(master.file_root / level, -1, other_user.pw_gid)
        (master.file_root / level).chmod(0o775)
        assert f"can be written to by {other_user.pw_name}" in refusal(master, own_files.name)

    @pytest.mark.parametrize("level", ["saltban-list", "saltban-list/snapshots", "."])
    def test_a_folder_that_everybody_can_write_to_is_refused(self, master, own_files, other_user, level):
        (master.published / "snapshots").mkdir(parents=True)
        (master.file_root / level).chmod(0o777)
        assert f"can be written to by {other_user.pw_name}" in refusal(master, own_files.name)

    def test_a_folder_that_another_group_can_write_to_is_the_operator_s_business(self, master, own_files):
        os.chown(master.file_root, -1, 4242)
        master.file_root.chmod(0o2775)
        assert "published" in master.call("publish", own_files.name)

    def test_an_operator_s_link_to_the_file_root_is_followed(self, master):
        snapshot = Snapshot().write(master.snapshots)
        master.file_root.rename(master.folder / "real")
        master.file_root.symlink_to(master.folder / "real")
        assert "published" in master.call("publish", snapshot.name)
        assert (master.folder / "real" / "saltban-list" / "current.json").exists()

    @pytest.mark.parametrize("name", ["saltban-list/snapshots", "saltban-list"])
    def test_a_file_in_place_of_a_folder_is_refused(self, master, name):
        snapshot = Snapshot().write(master.snapshots)
        (master.file_root / name).parent.mkdir(exist_ok=True)
        (master.file_root / name).write_text("a file")
        assert "is no folder" in master.call("publish", snapshot.name)["error"]

    def test_a_link_in_place_of_the_snapshots_folder_is_refused(self, master):
        snapshot = Snapshot().write(master.snapshots)
        master.published.mkdir()
        (master.published / "snapshots").symlink_to(master.folder)
        assert "is no folder" in refusal(master, snapshot.name)

    def test_a_link_in_place_of_a_published_file_is_replaced_not_followed(self, master):
        snapshot = Snapshot().write(master.snapshots)
        victim = master.folder / "victim"
        victim.write_text("untouched")
        (master.published / "snapshots").mkdir(parents=True)
        (master.published / "current.json").symlink_to(victim)
        assert "published" in master.call("publish", snapshot.name)
        assert victim.read_text() == "untouched"
        assert not (master.published / "current.json").is_symlink()

    def test_a_file_root_that_is_not_there_is_named(self, master):
        snapshot = Snapshot().write(master.snapshots)
        master.file_root.rmdir()
        assert "create the file root" in refusal(master, snapshot.name)

    def test_without_a_file_root_the_setting_is_named(self, master):
        master.opts["file_roots"] = {}
        assert "set saltban:publish_to" in refusal(master, Snapshot().write(master.snapshots).name)

    def test_another_folder_can_be_set(self, master):
        master.opts["saltban"]["publish_to"] = str(master.folder / "other")
        snapshot = Snapshot().write(master.snapshots)
        assert "published" in master.call("publish", snapshot.name)
        assert (master.folder / "other" / "current.json").exists()

    @pytest.mark.parametrize("folder", ["relative", "/", 7])
    def test_no_absolute_path_is_refused(self, master, folder):
        master.opts["saltban"]["publish_to"] = folder
        assert "is no absolute path" in refusal(master, Snapshot().write(master.snapshots).name)
