"""What a measurement says: a number, the target it must keep if it has one, and the table of all."""

import platform
import sys
from dataclasses import dataclass
from pathlib import Path

AT_MOST, AT_LEAST = "≤", "≥"


@dataclass(frozen=True)
class Measured:
    """One line of the table. Without ``target`` it is reported and gates nothing."""

    name: str
    value: float
    target: tuple[str, float] | None = None
    unit: str = "×"
    note: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether the target holds; a line without one holds always."""
        if self.target is None:
            return True
        sign, limit = self.target
        return self.value <= limit if sign == AT_MOST else self.value >= limit

    @property
    def verdict(self) -> str:
        if self.target is None:
            return "reported"
        return "ok" if self.is_kept else "NOT OK"

    def cells(self) -> tuple[str, ...]:
        target = f"{self.target[0]} {number(self.target[1])}" if self.target else ""
        return self.name, f"{number(self.value)} {self.unit}", target, self.verdict, self.note


def number(value: float) -> str:
    """Three digits where digits after the point mean something."""
    if float(value).is_integer() or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}"


def table(rows: list[Measured]) -> str:
    """A Markdown table, aligned for a terminal."""
    lines = [("measure", "value", "target", "verdict", "note"), *(row.cells() for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(5)]
    drawn = [
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in lines
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([drawn[0], rule, *drawn[1:]])


def machine(postgres: str) -> str:
    """One line on what the absolute numbers were measured with."""
    facts = dict(_pairs(Path("/proc/cpuinfo"))) | dict(_pairs(Path("/proc/meminfo")))
    cores = Path("/proc/cpuinfo").read_text().count("processor\t")
    memory = int(facts["MemTotal"].split()[0]) / 1024 / 1024
    load = Path("/proc/loadavg").read_text().split()[0]
    return (
        f"machine: {cores} × {facts.get('model name', platform.machine())}, {memory:.0f} GiB, "
        f"Python {sys.version.split()[0]}, PostgreSQL {postgres} with fsync, load at the end {load}"
    )


def _pairs(path: Path):
    for line in path.read_text().splitlines():
        name, found, value = line.partition(":")
        if found:
            yield name.strip(), value.strip()
