"""Numbered steps of a document, with the commands and files in them, so that a test can do what it tells people to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_STEP = re.compile(r"^(\d+)\. ")
_FENCE = re.compile(r"^ {3}```(\w*)$")
_FILE = re.compile(r"^# (/\S+)$")


@dataclass(frozen=True)
class Block:
    """A block of code in a step; `language` as its fence names it."""

    step: int
    language: str
    text: str

    def commands(self) -> list[str]:
        """The lines that a root prompt (`# `) leads."""
        return [line.removeprefix("# ") for line in self.text.splitlines() if line.startswith("# ")]

    def file(self) -> str:
        """The file that a comment in the first line says this is; ValueError if there is none."""
        first = _FILE.match(self.text.splitlines()[0])
        if first is None:
            raise ValueError(f"step {self.step}: the {self.language} block does not begin with '# /its/file'")
        return first[1]


def blocks(document: Path) -> list[Block]:
    """All blocks of the numbered steps, in order. Blocks are indented by three spaces, as a step's text is."""
    found: list[Block] = []
    step = 0
    language: str | None = None
    lines: list[str] = []
    for line in document.read_text().splitlines():
        fence = _FENCE.match(line)
        if language is not None and fence:
            found.append(Block(step, language, "\n".join(lines) + "\n"))
            language, lines = None, []
        elif language is not None:
            lines.append(line.removeprefix("   "))
        elif fence:
            language = fence[1]
        elif number := _STEP.match(line):
            step = int(number[1])
    return found
