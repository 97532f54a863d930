"""What the long walks found, added up over all workers: tests write it down by record_property."""

from collections import Counter

import pytest

MATRIX = ("cells", "mismatches", "canary bytes", "uncovered patterns")
MUTANTS = ("mutants", "killed", "by question", "on pages", "by the table alone")
REPORTS = []


@pytest.fixture
def note(record_property):
    """``note(cells=…, mismatches=…)``: counted, however the test ends."""

    def noted(**counts):
        for name, count in counts.items():
            record_property(name, count)

    return noted


def pytest_runtest_logreport(report):
    """xdist hands the reports of its workers over here as well."""
    if report.when == "call":
        REPORTS.append(report)


def pytest_terminal_summary(terminalreporter):
    """One line for the matrix, one for the mutants, and the name of each survivor."""
    counts, survivors = Counter(), []
    for name, value in (item for report in REPORTS for item in report.user_properties):
        if name == "survivor":
            survivors.append(value)
        elif name in {*MATRIX, *MUTANTS}:
            counts[name] += value
    for what, words in (("matrix", MATRIX), ("mutants", MUTANTS)):
        if counts[words[0]]:
            said = ", ".join(f"{counts[word]:,} {word}" for word in words)
            terminalreporter.write_line(f"{what}: {said}")
    for name in survivors:
        terminalreporter.write_line(f"survived: {name}")
