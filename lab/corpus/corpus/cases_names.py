"""Names, key ids and texts that a peer chooses in order to be taken for somebody else."""
from .case import A, A6, C, V, V6, case
from .ssh import Gone

_V, _V6 = V.encode(), V6.encode()


def _attempt(lab, peer, user):
    with lab.ready(peer) as ssh:
        ssh.password(user)


def _register(name, about, user, *settings, **counts):
    counts = dict({"failures": 1, "invalid": 1}, **counts)

    def function(lab, peer):
        _attempt(lab, peer, user)
    function.__name__ = "name_" + name
    case(about, *settings, **counts)(function)


for _name, _about, _user in (
        ("like_the_rest", "A name that is the rest of a message", b" from %s port 22 ssh2" % _V),
        ("like_a_whole_message", "A name that is a whole message", b"Failed password for root from %s port 22 ssh2" % _V),
        ("with_colon_and_key", "A name with a colon; sshd cuts it there", b"x from %s port 22 ssh2: RSA SHA256:x" % _V),
        ("with_ipv6", "A name with an IPv6 address; the colon rule leaves its head", b"root from %s port 22 ssh2" % _V6),
        ("with_newline", "A newline and a message", b"x\nFailed password for root from %s port 22 ssh2" % _V),
        ("with_carriage_return", "Carriage return and newline", b"x\r\nAccepted password for root from %s port 22 ssh2" % _V),
        ("with_stamp", "A newline and a full line of a syslog file (the colons end it)",
         b"x\nJan  5 03:04:05 web1 sshd[9]: Failed password for root from %s port 22 ssh2" % _V),
        ("with_controls", "Tab, bell, escape, delete", b"a\tb\ac\033[31md\177e\v\f\b"),
        ("in_utf8", "UTF-8", "Zoë\u202e from ".encode() + _V),
        ("empty", "The empty name", b""),
        ("of_one_space", "A name of one space", b" "),
        ("of_an_address", "A name that is an address", _V),
        ("of_address_and_port", "A name that is address and port", b"%s port 22" % _V),
        ("like_preauth", "A name that ends like a preauth line", b"%s port 22 [preauth]" % _V),
        ("like_invalid_user", "A name that begins like the words before it", b"invalid user root from %s port 22 ssh2" % _V),
        ("like_not_allowed", "A name like a refusal", b"root from %s not allowed because listed in DenyUsers" % _V),
        ("like_pam", "A name like PAM's fields", b"x rhost=%s  user=root" % _V),
        ("like_repetition", "A name like a joined line (the colon ends it)",
         b"message repeated 50 times: [ Failed password for root from %s port 22 ssh2]" % _V),
        ("like_illegal_user", "A name like PAM's error", b"illegal user root from %s" % _V),
        ("of_backslashes", "Backslashes, which sshd doubles", b"\\200\\\\n from %s port 22 ssh2" % _V),
        ("like_a_command", "Shell, SQL, template and format characters", b"$(id)`id`'; DROP--\"{{7*7}}%s%n|&<>"),
        ("of_300_bytes", "300 bytes: 100 here, 187 there", b"n" * 300),
        ("of_100_bytes_and_tail", "The cut at 100 bytes falls into a forged address", b"n" * 80 + b" from %s port 22 ssh2" % _V),
        ("of_99_bytes_and_space", "The cut falls right behind a forged address", b"n" * 82 + b" from %s port 22 ssh2" % _V),
        ("like_disconnect", "A name like a disconnect", b"root %s port 22" % _V),
        ("like_penalty", "A name like a drop", b"drop connection #1 from [%s]" % _V)):
    _register(_name, _about, _user)


@case("The rest of a message and PAM's fields, by keyboard-interactive", "KbdInteractiveAuthentication=yes", failures=2,
      invalid=2, journal=True)
def name_like_the_rest_interactive(lab, peer):
    for user in (b"root from %s" % _V, b"x\nrhost=%s" % _V):
        with lab.ready(peer) as ssh:
            ssh.interactive(user)


@case("The rest of a message for a name that exists up to its colon", failures=1, root=1)
def name_root_with_style(lab, peer):
    _attempt(lab, peer, b"root:from %s port 22 ssh2" % _V)


@case("A NUL in the name", probes="?", failures="?", invalid="?")
def name_with_nul(lab, peer):
    try:
        _attempt(lab, peer, b"root\0 from %s port 22 ssh2" % _V)
    except Gone:
        return


@case("A name that imitates address and port before the colon of a disconnect", "MaxAuthTries=1", peers=(A, A6), failures=1,
      invalid=1)
def name_like_disconnecting(lab, peer):
    _until_refused(lab, peer, b"x %s port 22" % _V)


@case("The rest of a message, VERBOSE", "LogLevel=VERBOSE", peers=(A, A6), failures=1, invalid=1, journal=True)
def name_like_the_rest_verbose(lab, peer):
    _attempt(lab, peer, b" from %s port 22 ssh2" % _V)


# --- 500 bytes: the end of the line is the peer's
@case("Runs of 0x80 push the address off; the forged end is all there is", peers=(A, A6), failures=1, invalid=1, journal=True)
def cut_forged_end(lab, peer):
    _attempt(lab, peer, b"\x80" * 87 + b" %s port 22 [preauth]tail" % _V)


@case("A shortened address: 198.51.100.80 is printed as 198.51.100.8", peers=(C,), failures=1, invalid=1, journal=True)
def cut_shortened_address(lab, peer):
    _attempt(lab, peer, b"\x80" * 90 + b"xxx")


@case("Every cut from the address's first digit to the end of the line", peers=(C,), failures=36, invalid=36,
      traditional=False)
def cut_everywhere(lab, peer):
    for filler in range(36):
        with lab.ready(peer) as ssh:
            ssh.none(b"\x80" * 85 + b"x" * filler)


@case("Cuts through an IPv6 address, so that a shorter one is left", peers=(A6,), failures=14, invalid=14, traditional=False)
def cut_ipv6(lab, peer):
    for filler in range(14):
        with lab.ready(peer) as ssh:
            ssh.none(b"\x80" * 90 + b"x" * filler)


@case("Too many attempts, the end forged", "MaxAuthTries=2", failures=2, invalid=2, journal=True)
def cut_too_many_attempts(lab, peer):
    _until_refused(lab, peer, b"\x80" * 84 + b" from 192.0.2.1")


@case("Too many attempts, the address shortened", "MaxAuthTries=1", peers=(C,), failures=8, invalid=8,
      traditional=False)
def cut_too_many_attempts_shortened(lab, peer):
    for filler in range(8):
        _until_refused(lab, peer, b"\x80" * 80 + b"x" * (8 + filler))


def _until_refused(lab, peer, user):
    try:
        with lab.ready(peer) as ssh:
            while True:
                ssh.password(user)
    except Gone:
        return  # the point of the case


@case("A reset instead of a close, the end forged", failures=1, invalid=1)
def cut_reset(lab, peer):
    ssh = lab.ready(peer)
    ssh.password(b"\x80" * 88 + b" %s port 22 [preauth]" % _V)
    ssh.reset()


@case("A disconnect, the end forged", failures=1, invalid=1)
def cut_disconnected(lab, peer):
    ssh = lab.ready(peer)
    ssh.password(b"\x80" * 86 + b" %s port 22 [preauth] tail" % _V)
    ssh.disconnect(11, b"bye")


@case("A change of name behind 0x80, the end forged", failures=1, invalid=1)
def cut_change_of_user(lab, peer):
    try:
        with lab.ready(peer) as ssh:
            ssh.password(b"\x80" * 85 + b" %s port 22: Too many" % _V)
            ssh.password(b"b")
    except Gone:
        return  # the point of the case


@case("A broken packet behind 0x80, the end forged", failures=1, invalid=1)
def cut_bad_mac(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"\x80" * 80 + b" %s port 22" % _V)
        ssh.send(b"\x32", mac_flip=True)
        ssh.drain()


@case("Newlines, which take three characters, in place of 0x80", failures=1, invalid=1)
def cut_by_newlines(lab, peer):
    _attempt(lab, peer, b"\n" * 160 + b" %s port 22 [preauth]" % _V)
