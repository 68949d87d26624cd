"""Passwords and keyboard-interactive that fail."""

from .case import A6, BOTH, C, OPEN, V, case
from .ssh import Gone

INTERACTIVE = "KbdInteractiveAuthentication=yes"


# --- passwords
@case("One wrong password for root", peers=BOTH, failures=1, root=1, journal=True)
def wrong_password_root(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"root")


@case("One wrong password for root; Debian's own client", failures=1, root=1)
def wrong_password_root_openssh_client(lab, peer):
    lab.ssh(peer, "root", password="not it")


@case("One wrong password for an account that exists", peers=BOTH, failures=1)
def wrong_password_valid_user(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"alice")


@case("One wrong password for a name that does not exist", peers=BOTH, failures=1, invalid=1, journal=True)
def wrong_password_unknown_user(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"admin")


@case("Three wrong passwords for root on one connection: the same message three times", peers=BOTH, failures=3, root=3,
      reduced=True, journal=True)
def three_wrong_passwords_root(lab, peer):
    with lab.ready(peer) as ssh:
        for _ in range(3):
            ssh.password(b"root")


@case("Four wrong passwords for an unknown user on one connection", failures=4, invalid=4, reduced=True)
def four_wrong_passwords_unknown_user(lab, peer):
    with lab.ready(peer) as ssh:
        for _ in range(4):
            ssh.password(b"admin")


@case("Three connections, one wrong password each", failures=3, root=1, invalid=1)
def three_connections(lab, peer):
    for user in (b"root", b"alice", b"oracle"):
        with lab.ready(peer) as ssh:
            ssh.password(user)


@case("Two peers guess at the same time; their lines are mixed", failures=2, root=2,
      others={A6: {"failures": 2, "invalid": 2}, C: {"failures": 1}})
def peers_side_by_side(lab, peer):
    with lab.ready(peer) as one, lab.ready(A6) as two, lab.ready(C) as three:
        one.password(b"root")
        two.password(b"admin")
        three.password(b"alice")
        two.password(b"admin")
        one.password(b"root")


@case("Passwords are switched off and one is sent all the same", "PasswordAuthentication=no", failures=OPEN, root=OPEN, probes=OPEN)
def password_while_switched_off(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.password(b"root")


@case("Without PAM: a wrong password each for root and an unknown user", "UsePAM=no", peers=BOTH, failures=2, root=1, invalid=1)
def wrong_password_without_pam(lab, peer):
    for user in (b"root", b"admin"):
        with lab.ready(peer) as ssh:
            ssh.password(user)


@case("PAM asks pam_succeed_if first, which prints the name as it is", failures=1, invalid=1, journal=True)
def wrong_password_pam_succeed_if(lab, peer):
    stock = open("/etc/pam.d/sshd").read()
    with open("/etc/pam.d/sshd", "w") as pam:
        pam.write("auth required pam_succeed_if.so user ingroup alice\n" + stock)
    try:
        with lab.ready(peer) as ssh:
            ssh.password(b"x\nrhost=%s \xff user=root" % V.encode())
    finally:
        with open("/etc/pam.d/sshd", "w") as pam:
            pam.write(stock)


# --- keyboard-interactive
@case("Keyboard-interactive, root", INTERACTIVE, peers=BOTH, failures=1, root=1, journal=True)
def interactive_root(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.interactive(b"root")


@case("Keyboard-interactive, an account that exists", INTERACTIVE, failures=1)
def interactive_valid_user(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.interactive(b"alice")


@case("Keyboard-interactive, a name that does not exist", INTERACTIVE, peers=BOTH, failures=1, invalid=1)
def interactive_unknown_user(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.interactive(b"admin")


@case("Keyboard-interactive, five times on one connection", INTERACTIVE, failures=5, root=5)
def interactive_five_times(lab, peer):
    with lab.ready(peer) as ssh:
        for _ in range(5):
            ssh.interactive(b"root")


@case("Keyboard-interactive and password for one name, as clients that try all methods do", INTERACTIVE, failures=2, invalid=2)
def interactive_then_password(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.interactive(b"admin")
        ssh.password(b"admin")


# --- too many
@case("Too many passwords for root", "MaxAuthTries=3", peers=BOTH, failures=3, root=3, journal=True)
def too_many_root(lab, peer):
    _until_refused(lab, peer, b"root")


@case("Too many passwords for an unknown user", "MaxAuthTries=2", failures=2, invalid=2, reduced=True)
def too_many_unknown_user(lab, peer):
    _until_refused(lab, peer, b"admin")


@case("Debian's six tries for root: PAM counts along", peers=BOTH, failures=6, root=6)
def too_many_by_default(lab, peer):
    _until_refused(lab, peer, b"root")


@case("Six keys, none of them right", failures=1)
def too_many_keys(lab, peer):
    try:
        with lab.ready(peer) as ssh:
            for i in range(6):
                ssh.key(b"alice", lab.blob("stranger%d" % i))
    except Gone:
        return


@case("Too many by keyboard-interactive", INTERACTIVE, "MaxAuthTries=3", failures=3, root=3)
def too_many_interactive(lab, peer):
    try:
        with lab.ready(peer) as ssh:
            while True:
                ssh.interactive(b"root")
    except Gone:
        return


def _until_refused(lab, peer, user):
    try:
        with lab.ready(peer) as ssh:
            while True:
                ssh.password(user)
    except Gone:
        return  # the point of the case
