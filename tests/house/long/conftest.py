"""What the long walks found, added up over all workers: tests write it down by record_property."""

from collections import Counter

import pytest

KEPT = pytest.StashKey[list]()


@pytest.fixture
def note(record_property):
    """``note(cells=…, mismatches=…)``: counted, however the test ends."""

    def noted(**counts):
        for name, count in counts.items():
            record_property(name, count)

    return noted


def pytest_configure(config):
    config.stash[KEPT] = []


def pytest_runtest_logreport(report):
    """xdist sends the reports of its workers here as well."""
    if report.when == "call":
        COUNTED.append(report)


COUNTED: list = []


def pytest_terminal_summary(terminalreporter):
    """One line for the matrix, and for the mutants one line and the name of each survivor."""
    properties = [item for report in COUNTED for item in report.user_properties]
    counts = Counter()
    for name, value in properties:
        if isinstance(value, int):
            counts[name] += value
    if counts["cells"]:
        words = ("cells", "mismatches", "canary bytes", "uncovered patterns")
        said = ", ".join(f"{counts[word]:,} {word}" for word in words)
        terminalreporter.write_line(f"matrix: {said}")
    if counts["mutants"]:
        terminalreporter.write_line(
            f"mutants: {counts['killed']:,} of {counts['mutants']:,} killed"
        )
    for name, value in properties:
        if name == "survivor":
            terminalreporter.write_line(f"survived: {value}")
