"""What goes wrong, as a person should read it."""

from __future__ import annotations

EX_USAGE = 64
EX_UNAVAILABLE = 69
EX_SOFTWARE = 70
EX_TEMPFAIL = 75
EX_NOPERM = 77


class LabProblem(Exception):
    """A message `where: what is wrong (value); what to do` and the exit status (sysexits.h) that goes with it."""

    def __init__(self, message: str, status: int = EX_SOFTWARE) -> None:
        super().__init__(message)
        self.status = status
