"""
How a snapshot of the ban list gets from the aggregator's folder to the file server: a part of the runner ``saltban``.

Whoever can put a file or a symbolic link under a file root owns the fleet. So nothing in the aggregator's folder is
believed: each file is opened once, without following links, its kind and owner are looked at through that very
descriptor, and what is written is what was read and checked in memory, never a second reading.
"""

import contextlib
import fcntl
import hashlib
import ipaddress
import json
import os
import re
import secrets
import socket
import stat

SNAPSHOT = re.compile(r"([0-9]{1,19}-[0-9a-f]{16})\.data", re.ASCII)
KEPT = re.compile(r"([0-9]{1,19})-[0-9a-f]{16}\.(?:data|protected)", re.ASCII)
HEADER = re.compile(
    rb"# saltban ban file 1\n# list ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\n# generation ([1-9][0-9]{0,18})\n"
    rb"# entries (0|[1-9][0-9]{0,8})\n# sha256 ([0-9a-f]{64})\n"
)
PROTECTED_HEADER = b"# saltban protected 1\n"
CURRENT_FIELDS = {"v", "list", "base_sha256", "sha256", "generation", "add", "remove", "snapshot", "protected_sha256"}

DATA_BYTES_MAX = 64 * 1024 * 1024  # a million of the longest prefixes is 43 MB
CURRENT_BYTES_MAX = 64 * 1024
SNAPSHOTS_KEPT = 10
TEMPORARY = ".new-"
MAPPED_IPV4 = bytes(10) + b"\xff\xff"

READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
FOLDER = os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Refused(Exception):
    """Why nothing is done; the text is safe to show."""


def __virtual__():
    return (False, "part of the runner saltban, not one of its own")


def publish_snapshot(name, snapshots, publish_to, owner):
    """
    Publishes one snapshot.

    name
        Its name, from whoever called.
    snapshots
        Folder of the aggregator, absolute, without symbolic links.
    publish_to
        Folder under a file root; its parent has to be there.
    owner
        The aggregator's user, an entry of the password database.
    """
    if not isinstance(name, str) or not SNAPSHOT.fullmatch(name):
        raise Refused(f"{ascii(name)[:80]} is no name of a snapshot; use <generation>-<16 hex digits>.data")
    protected_name = SNAPSHOT.fullmatch(name).group(1) + ".protected"
    with contextlib.ExitStack() as open_files:
        source = _source(snapshots, owner, open_files)
        data = _read(source, name, owner, DATA_BYTES_MAX)
        protected = _read(source, protected_name, owner, DATA_BYTES_MAX)
        current = _read(source, "current.json", owner, CURRENT_BYTES_MAX)
        header = _check_snapshot(name, data)
        _check_protected(protected_name, protected)
        _check_current(current, {**header, "snapshot": name, "protected_sha256": hashlib.sha256(protected).hexdigest()})

        target = _target(publish_to, owner, open_files)
        fcntl.flock(target, fcntl.LOCK_EX)
        folder = _subfolder(target, "snapshots", os.path.join(publish_to, "snapshots"), owner, open_files)
        _put_once(folder, protected_name, protected)
        _put_once(folder, name, data)
        _put(target, "current.json", current)
        _put(target, "auto-ban.data", data)
        _prune(target, name)
        _prune(folder, name)


def _source(path, owner, open_files):
    if not isinstance(path, str) or not path.startswith("/"):
        raise Refused("saltban:snapshots in the master's configuration is no absolute path")
    folder = os.open("/", os.O_PATH | FOLDER)
    open_files.callback(os.close, folder)
    for part in [each for each in path.split("/") if each]:
        try:
            folder = os.open(part, os.O_PATH | FOLDER, dir_fd=folder)
        except NotADirectoryError as problem:
            raise Refused(
                f"{path}: {part} is a symbolic link or no folder; name the real place in saltban:snapshots"
            ) from problem
        except OSError as problem:
            raise Refused(f"{path}: {part}: {problem.strerror}; apply the state saltban.master") from problem
        open_files.callback(os.close, folder)
    if os.fstat(folder).st_uid not in (0, owner.pw_uid):
        raise Refused(f"{path} belongs to neither {owner.pw_name} nor root; apply the state saltban.master")
    return folder


def _read(folder, name, owner, bytes_max):
    try:
        descriptor = os.open(name, READ, dir_fd=folder)
    except OSError as problem:
        # ELOOP is a symbolic link, ENXIO a socket.
        raise Refused(
            f"{name} in the aggregator's folder cannot be opened ({problem.strerror}); use a plain file"
        ) from problem
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise Refused(f"{name} in the aggregator's folder is no plain file")
    with open(descriptor, "rb") as stream:
        if found.st_uid != owner.pw_uid:
            raise Refused(f"{name} in the aggregator's folder belongs to user {found.st_uid}, not to {owner.pw_name}")
        if found.st_nlink != 1:
            raise Refused(f"{name} in the aggregator's folder has {found.st_nlink} hard links; use files of one name")
        if found.st_mode & 0o022:
            raise Refused(
                f"{name} in the aggregator's folder can be written to by others (mode {found.st_mode & 0o7777:04o})"
            )
        content = stream.read(bytes_max + 1)
    if len(content) > bytes_max:
        raise Refused(f"{name} in the aggregator's folder has more than {bytes_max} bytes")
    return content


def _check_snapshot(name, data):
    header = HEADER.match(data)
    if not header:
        raise Refused(f"{name}:1: the header is no header of a saltban ban file; run saltban rebuild")
    uuid, generation, entries, digest = (each.decode("ascii") for each in header.groups())
    body = data[header.end() :]
    real = hashlib.sha256(body).hexdigest()
    if real != digest:
        raise Refused(f"{name}:5: the lines hash to {real}, the header says {digest}; run saltban rebuild")
    if f"{generation}-{digest[:16]}.data" != name:
        raise Refused(f"{name}: generation {generation} and hash {digest[:16]} of the file do not make this name")
    count = _check_prefixes(name, body, 6)
    if count != int(entries):
        raise Refused(f"{name}:4: {count} entries are there, the header says {entries}; run saltban rebuild")
    return {"list": uuid, "generation": int(generation), "sha256": digest}


def _check_protected(name, content):
    if not content.startswith(PROTECTED_HEADER):
        raise Refused(f'{name}:1: the header is not "# saltban protected 1"')
    _check_prefixes(name, content[len(PROTECTED_HEADER) :], 2)


def _check_current(content, expected):
    try:
        found = json.loads(content.decode("ascii"))
    except (ValueError, RecursionError) as problem:
        raise Refused("current.json is no JSON") from problem
    expected = {"v": 1, "base_sha256": None, "add": [], "remove": [], **expected}
    if not isinstance(found, dict) or set(found) != CURRENT_FIELDS:
        raise Refused(f"current.json has not exactly the fields {', '.join(sorted(CURRENT_FIELDS))}")
    for field, value in expected.items():
        if found[field] != value or type(found[field]) is not type(value):
            raise Refused(
                f"current.json: {field} does not fit the snapshot {expected['snapshot']}; run saltban collect again"
            )


def _check_prefixes(name, body, first_line):
    """Each line a canonical prefix, in order, no doubles; returns how many. Fast, since there may be a million."""
    if not body:
        return 0
    if not body.endswith(b"\n"):
        raise Refused(f"{name}: the last line has no end")
    last, number = (0, b"", -1), first_line
    for line in body[:-1].split(b"\n"):
        key = _key(line)
        if key is None:
            raise Refused(f"{name}:{number}: no canonical prefix ({ascii(line[:60])[2:-1]})")
        if key <= last:
            raise Refused(f"{name}:{number}: out of order or twice ({line[:60].decode('ascii')})")
        last, number = key, number + 1
    return number - first_line


def _key(line):
    """By what lines are ordered: family, address, length; none if the line is no canonical prefix."""
    address, slash, length = line.partition(b"/")
    try:
        text = address.decode("ascii")
        family = socket.AF_INET6 if ":" in text else socket.AF_INET
        packed = socket.inet_pton(family, text)
        bits = len(packed) * 8
        # The library's text differs from RFC 5952 only where an IPv6 address begins with zeros.
        is_plain = socket.inet_ntop(family, packed) == text and not text.startswith("::")
        if not is_plain and str(ipaddress.ip_address(packed)) != text:
            return None
    except (ValueError, OSError):
        return None
    if bits == 128 and packed.startswith(MAPPED_IPV4):
        return None
    if not slash:
        return (bits, packed, bits)
    if not re.fullmatch(rb"[1-9][0-9]{0,2}", length) or int(length) >= bits:
        return None
    host_bits = bits - int(length)
    return None if int.from_bytes(packed, "big") & ((1 << host_bits) - 1) else (bits, packed, int(length))


def _target(path, owner, open_files):
    """
    The folder under the file root. The operator may have linked it; but nothing on the real way to it may be in the
    aggregator's hands.
    """
    real = os.path.realpath(path) if isinstance(path, str) and path.startswith("/") else "/"
    parts = [each for each in real.split("/") if each]
    if not parts:
        raise Refused("saltban:publish_to in the master's configuration is no absolute path of a folder")
    folder = os.open("/", os.O_PATH | FOLDER)
    open_files.callback(os.close, folder)
    for index, part in enumerate(parts[:-1]):
        try:
            folder = os.open(part, os.O_PATH | FOLDER, dir_fd=folder)
        except OSError as problem:
            raise Refused(
                f"{path}: {part}: {problem.strerror}; create the file root, or set saltban:publish_to"
            ) from problem
        open_files.callback(os.close, folder)
        _check_hands(folder, "/" + "/".join(parts[: index + 1]), owner)
    return _subfolder(folder, parts[-1], real, owner, open_files)


def _subfolder(parent, name, path, owner, open_files):
    with contextlib.suppress(FileExistsError):
        os.mkdir(name, 0o755, dir_fd=parent)
    try:
        folder = os.open(name, os.O_RDONLY | FOLDER, dir_fd=parent)
    except OSError as problem:
        raise Refused(f"{path} is no folder ({problem.strerror}); move it away") from problem
    open_files.callback(os.close, folder)
    if os.fstat(folder).st_uid not in (0, os.geteuid()):
        raise Refused(f"{path} belongs to another user than the master's; give it to the master's user")
    _check_hands(folder, path, owner)
    return folder


def _check_hands(folder, path, owner):
    found = os.fstat(folder)
    if owner.pw_uid == os.geteuid():
        return  # one user for both: nothing that could be kept apart
    by_group = found.st_mode & 0o020 and found.st_gid in os.getgrouplist(owner.pw_name, owner.pw_gid)
    by_all = found.st_mode & 0o002 and not found.st_mode & stat.S_ISVTX
    if found.st_uid == owner.pw_uid or by_group or by_all:
        raise Refused(
            f"{path} can be written to by {owner.pw_name}, so anything could get under the file root; take that away"
        )


def _put_once(folder, name, content):
    """A snapshot never changes: minions fetch it piece by piece, and Salt keeps hashes by the file's time."""
    try:
        descriptor = os.open(name, READ, dir_fd=folder)
    except FileNotFoundError:
        _put(folder, name, content)
        return
    with open(descriptor, "rb") as stream:
        if stream.read(len(content) + 1) != content:
            raise Refused(f"{name} is published already with other content; a snapshot never changes")


def _put(folder, name, content):
    temporary = TEMPORARY + secrets.token_hex(8)
    descriptor = os.open(
        temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=folder
    )
    with open(descriptor, "wb") as stream:
        stream.write(content)
        os.fchmod(descriptor, 0o644)
        stream.flush()
        os.fsync(descriptor)
    os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    os.fsync(folder)


def _prune(folder, published):
    """Keeps the newest snapshots and the one just published; clears what a killed run left."""
    names = os.listdir(folder)
    generations = sorted({int(KEPT.fullmatch(each).group(1)) for each in names if KEPT.fullmatch(each)}, reverse=True)
    kept = {*generations[:SNAPSHOTS_KEPT], int(KEPT.fullmatch(published).group(1))}
    for name in names:
        match = KEPT.fullmatch(name)
        if name.startswith(TEMPORARY) or (match and int(match.group(1)) not in kept):
            os.unlink(name, dir_fd=folder)
