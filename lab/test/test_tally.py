"""Counting what Maven and pytest report."""

from __future__ import annotations

from pathlib import Path

from saltlab.tally import Counts, of_reports


def test_reports_of_maven_and_of_pytest_are_summed(tmp_path: Path) -> None:
    maven, pytest_report = tmp_path / "TEST-a.xml", tmp_path / "b.xml"
    maven.write_text('<testsuite tests="5" failures="1" errors="1" skipped="1"/>')
    pytest_report.write_text('<testsuites><testsuite tests="3" failures="0" errors="0" skipped="2"/></testsuites>')
    assert of_reports([maven, pytest_report]) == Counts(passed=3, failed=2, skipped=3)
    assert str(Counts(3, 2, 3)) == "3 passed, 2 failed, 3 skipped"


def test_a_report_of_an_earlier_run_does_not_count(tmp_path: Path) -> None:
    report = tmp_path / "TEST-a.xml"
    report.write_text('<testsuite tests="5"/>')
    assert of_reports([report], newer_than=report.stat().st_mtime + 1) == Counts()
