"""Counts of tests by kind, read from the reports that Maven and pytest write."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Counts:
    """How many tests passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def of_reports(files: Iterable[Path], newer_than: float = 0.0) -> Counts:
    """Sums JUnit XML reports; files older than `newer_than` (seconds since the epoch) are of an earlier run."""
    total = Counts()
    for file in files:
        if file.stat().st_mtime >= newer_than:
            root = ET.parse(file).getroot()
            for suite in [root] if root.tag == "testsuite" else root.findall("testsuite"):
                total += _of_suite(suite)
    return total


def _of_suite(suite: ET.Element) -> Counts:
    tests, failed, skipped = (int(suite.get(name, "0")) for name in ("tests", "failures", "skipped"))
    failed += int(suite.get("errors", "0"))
    return Counts(tests - failed - skipped, failed, skipped)
