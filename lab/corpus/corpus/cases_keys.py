"""Keys, certificates, hosts and method none that fail."""

from .case import A, BOTH, OPEN, V, case

VERBOSE = "LogLevel=VERBOSE"


# --- keys, certificates, hosts
@case("A wrong key for root: at INFO only the end of the connection is logged", peers=BOTH, failures=OPEN, root=OPEN, probes=OPEN)
def wrong_key_root(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.key(b"root", lab.blob("stranger1"))


@case("A wrong key for an unknown user", peers=BOTH, failures=1, invalid=1)
def wrong_key_unknown_user(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.key(b"git", lab.blob("stranger1"))


@case("A wrong key for a valid user, VERBOSE", VERBOSE, peers=BOTH, failures=1)
def wrong_key_verbose(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.key(b"alice", lab.blob("stranger1"))


@case("A wrong key for an unknown user and for root, VERBOSE", VERBOSE, failures=2, root=1, invalid=1)
def wrong_keys_unknown_user_and_root_verbose(lab, peer):
    for user in (b"git", b"root"):
        with lab.ready(peer) as ssh:
            ssh.key(user, lab.blob("stranger1"))


@case("Five wrong keys for root on one connection: at most one attempt", failures=OPEN, root=OPEN, probes=OPEN)
def five_wrong_keys(lab, peer):
    with lab.ready(peer) as ssh:
        for i in range(5):
            ssh.key(b"root", lab.blob("stranger%d" % i))


@case("Two wrong keys, then two wrong passwords, VERBOSE", VERBOSE, failures=OPEN, root=OPEN)
def wrong_keys_then_passwords(lab, peer):
    with lab.ready(peer) as ssh:
        for i in range(2):
            ssh.key(b"root", lab.blob("stranger%d" % i))
        for _ in range(2):
            ssh.password(b"root")


def _lying(lab, key):
    return lab.certify(key, "strange-ca", "x from %s port 22 ssh2: RSA SHA256:x" % V, "root,alice")


@case("A certificate of an unknown CA; its key id imitates the end of a message", failures=OPEN, root=OPEN, probes=OPEN)
def certificate_with_lying_key_id(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.key(b"root", _lying(lab, "certified1"))


@case("The same, VERBOSE: the key id is printed behind the address", VERBOSE, peers=BOTH, failures=1, journal=True)
def certificate_with_lying_key_id_verbose(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.key(b"alice", _lying(lab, "certified2" if peer == A else "certified3"))


@case("A key of a kind that sshd does not accept, named like a message", failures=OPEN, root=OPEN, probes=OPEN)
def key_algorithm_like_a_message(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.key(b"root", lab.blob("stranger1"), b"x from %s port 22 ssh2" % V.encode())


@case("An ssh-rsa signature, which is no longer accepted", failures=OPEN, probes=OPEN)
def key_algorithm_refused(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.key(b"alice", lab.blob("rsa"), b"ssh-rsa")


@case("Host-based authentication whose client names imitate a message, VERBOSE", VERBOSE, "HostbasedAuthentication=yes",
      peers=BOTH, failures=1)
def hostbased_with_lying_names(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.hostbased(b"alice", lab.blob("stranger1"), b"x from %s port 22 ssh2" % V.encode(),
                      b'y", client host "%s" from %s port 22 ssh2: z' % (V.encode(), V.encode()))


@case("Only method none, for root: a client asks what there is", failures=OPEN, root=OPEN, probes=OPEN)
def none_root(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.none(b"root")


@case("Only method none, for an unknown name: Invalid user and an end", peers=BOTH, failures=1, invalid=1)
def none_unknown_user(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.none(b"admin")


@case("Only method none, VERBOSE", VERBOSE, failures=OPEN, root=OPEN, probes=OPEN)
def none_root_verbose(lab, peer):
    with lab.ready(peer) as ssh:
        ssh.none(b"root")


@case("An empty password, which sshd logs as method none, for root and an unknown user", failures=OPEN, root=OPEN,
      invalid=1, probes=OPEN)
def empty_password(lab, peer):
    for user in (b"root", b"admin"):
        with lab.ready(peer) as ssh:
            ssh.password(user, b"")


@case("The same, VERBOSE", VERBOSE, failures=OPEN, root=OPEN, invalid=1, probes=OPEN)
def empty_password_verbose(lab, peer):
    empty_password(lab, peer)


@case("Empty passwords are allowed, and method none is tried for accounts that have one", "PermitEmptyPasswords=yes",
      failures=OPEN, root=OPEN, invalid=1, probes=OPEN)
def none_while_empty_passwords_are_allowed(lab, peer):
    for user in (b"root", b"alice", b"admin"):
        with lab.ready(peer) as ssh:
            ssh.none(user)
