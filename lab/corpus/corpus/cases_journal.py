"""Messages of others under sshd's name: in a text file nobody can tell, journald can."""
import subprocess

from .case import V, case


def _logger(lab, *words):
    subprocess.run([*words, "logger", "-p", "auth.info", "-t", "sshd[4711]", "Failed password for root from %s port 22 ssh2" % V],
                   check=True)


@case("A local user writes under sshd's name; beside it a real attempt", failures=1, root=1, journal=True, text=False)
def forged_by_local_user(lab, peer):
    _logger(lab, "setpriv", "--reuid=60001", "--regid=60001", "--clear-groups")
    with lab.ready(peer) as ssh:
        ssh.password(b"root")


@case("Another program of root's writes under sshd's name", journal=True, text=False)
def forged_by_other_program(lab, peer):
    _logger(lab)
