"""Lines of logs that cannot be forged: whatever somebody typed stays within its own record."""

import logging

CONTINUED = "    | "  # before each line of a record but the first; a record begins with a moment


class OneRecord(logging.Formatter):
    """Writes out what steers a terminal or ends a line, and marks the lines that continue."""

    def format(self, record: logging.LogRecord) -> str:
        lines = super().format(record).splitlines()
        return f"\n{CONTINUED}".join(map(_plainly, lines))


def _plainly(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in line
    )
