"""Tells a story step by step, and believes only what was observed."""

from __future__ import annotations

import os
import sys
import textwrap
import time
from typing import TextIO

WIDTH = 100


class NotObserved(Exception):
    """What the story promised did not happen."""


class Telling:
    """Writes the story; colours only on a terminal (and not if NO_COLOR is set)."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self._colour = out.isatty() and "NO_COLOR" not in os.environ
        self._step = 0
        self._observed = 0
        self.times: dict[str, float] = {}

    @property
    def observed(self) -> int:
        """How many observations held so far."""
        return self._observed

    def step(self, title: str, proves: str) -> None:
        """Begins a step: what happens, and what it proves."""
        self._step += 1
        self._line("")
        self._line(self._paint("1", f"{self._step}. {title}"))
        self.say(proves)

    def say(self, text: str) -> None:
        for line in textwrap.wrap(text, WIDTH - 3, initial_indent="   ", subsequent_indent="   "):
            self._line(line)

    def show(self, command: str, output: str, lines: int = 30) -> None:
        """Shows a command and what it printed, at most so many lines."""
        self._line(self._paint("36", f"   $ {command}"))
        shown = output.rstrip().splitlines()
        for line in shown[:lines]:
            self._line(f"   | {line}")
        if len(shown) > lines:
            self._line(f"   | ... {len(shown) - lines} lines more")

    def observe(self, what: str, holds: bool, found: str = "") -> None:
        """A promise and whether it was seen to hold; the story ends where one does not."""
        if holds:
            self._observed += 1
            self._line(self._paint("32", "   seen: ") + what)
            return
        self._line(self._paint("31", "   NOT SEEN: ") + what)
        for line in found.rstrip().splitlines():
            self._line(f"   | {line}")
        raise NotObserved(what)

    def timed(self, name: str, began: float) -> None:
        """Notes how long something took, from a value of time.monotonic()."""
        self.times[name] = time.monotonic() - began

    def show_times(self) -> None:
        self._line("")
        for name, seconds in self.times.items():
            self._line(f"   {seconds:7.1f} s  {name}")

    def _paint(self, code: str, text: str) -> str:
        return f"\033[{code}m{text}\033[0m" if self._colour else text

    def _line(self, text: str) -> None:
        print(text, file=self._out, flush=True)
