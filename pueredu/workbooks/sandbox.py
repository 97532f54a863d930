"""Reads one workbook in a process of its own, with little memory, time and nothing else.

Run as a script (`python -I sandbox.py`), without Django and without the parent's environment.
One JSON object a line. In: {"path", "kind"}; out: {"sheets": […]} or {"error": word};
in: {"sheet": index, "start": first row, "places": column numbers};
out: {"hidden": row numbers}, then batches of rows as lists of columns, then {"end"}.
A cell is text, number or null, {"d": ISO moment}, {"f": 1} for a formula that was never computed.
"""

import json
import re
import resource
import sys
import zipfile
from datetime import date, time, timedelta
from itertools import islice

MEMORY = 1024 * 1024 * 1024  # bytes of address space; 100,000 rows need about 300 MB
SECONDS = 60  # of processor; 100,000 rows need about 2
HEAD_ROWS = 30
BATCH = 5_000
MOST_CELLS = 20_000_000
MOST_ODD = 10_000
ROW = re.compile(rb'<row\b[^>]*?\sr="(\d+)"[^>]*>')
UNCACHED = re.compile(
    rb'<c r="([A-Z]{1,3})(\d+)"[^>]*>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>',
)


def limit() -> None:
    """No more memory, processor time, files written or core than reading needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def say(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=moment)
    sys.stdout.write(text)
    sys.stdout.write("\n")


def moment(value: date | time | timedelta) -> object:
    """The cells that JSON has no word for."""
    return str(value) if isinstance(value, timedelta) else {"d": value.isoformat()}


def rows_of(sheet):
    """Rows from the first row of the sheet, each from its first column."""
    if sheet.start is None:
        return
    above, left = sheet.start
    for _ in range(above):
        yield []
    margin = [None] * left
    yield from (margin + row for row in sheet.iter_rows()) if left else sheet.iter_rows()


def head_of(sheet, meta) -> dict:
    bottom, right = sheet.end or (-1, -1)
    if (bottom + 1) * (right + 1) > MOST_CELLS:
        raise MemoryError
    head = []
    for row in rows_of(sheet):
        if len(head) == HEAD_ROWS:
            break
        head.append(row)
    return {
        "name": meta.name,
        "is_visible": str(meta.visible).endswith("Visible"),
        "height": bottom + 1,
        "head": head,
        "merged": [[*start, *end] for start, end in sheet.merged_cell_ranges or ()][:MOST_ODD],
    }


def sheet_part(path: str, name: str) -> tuple[zipfile.ZipFile, str]:
    """The part of an .xlsx that holds the sheet of this name."""
    from defusedxml.ElementTree import fromstring

    package = zipfile.ZipFile(path)
    book = fromstring(package.read("xl/workbook.xml"))
    links = fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet") and sheet.get("name") == name:
            number = next(v for k, v in sheet.items() if k.endswith("}id"))
            target = targets[number]
            return package, target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(name)


def oddities(path: str, kind: str, name: str) -> tuple[set[int], dict[int, list[int]]]:
    """Hidden rows and never computed formulas by row; .xlsx only, calamine tells neither."""
    hidden: set[int] = set()
    formulas: dict[int, list[int]] = {}
    if kind != "xlsx":
        return hidden, formulas
    package, part = sheet_part(path, name)
    rest = b""
    with package.open(part) as stream:
        while chunk := stream.read(1024 * 1024):
            window = rest + chunk
            if b'hidden="1"' in window:
                found = ROW.finditer(window)
                hidden.update(int(row[1]) for row in found if b' hidden="1"' in row[0])
            if b"<f" in window:
                for formula in UNCACHED.finditer(window):
                    formulas.setdefault(int(formula[2]), []).append(column_index(formula[1]))
            rest = window[-20_000:]
    return hidden, formulas


def column_index(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def mark(row: list, columns) -> None:
    for column in columns:
        row.extend([None] * (column + 1 - len(row)))
        row[column] = {"f": 1}


def shown(column: tuple) -> list | tuple:
    """TRUE and FALSE as the words that people see: as values they would equal 1 and 0."""
    if bool in set(map(type, column)):
        return [str(cell).upper() if isinstance(cell, bool) else cell for cell in column]
    return column


def send_rows(sheet, path: str, kind: str, order: dict) -> None:
    hidden, formulas = oddities(path, kind, sheet.name)
    say({"hidden": sorted(hidden)[:MOST_ODD]})
    rows = enumerate(rows_of(sheet), start=1)
    number, places = 0, order["places"]
    width = max(places) + 1
    while batch := list(islice(rows, BATCH)):
        number = batch[-1][0]
        for row_no in formulas.keys() & range(batch[0][0], number + 1):
            mark(batch[row_no - batch[0][0]][1], formulas[row_no])
        wanted = [row for row_no, row in batch if row_no > order["start"]]
        for row in wanted:
            if len(row) < width:
                row.extend([None] * (width - len(row)))
        columns = list(zip(*wanted, strict=False))
        say([shown(columns[place]) if columns else [] for place in places])
    say({"end": number})


def main() -> None:
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    limit()
    import python_calamine as calamine

    asked = json.loads(sys.stdin.readline())
    try:
        book = calamine.CalamineWorkbook.from_path(asked["path"])
        metas = book.sheets_metadata
        sheets = [book.get_sheet_by_index(index) for index in range(len(metas))]
        say({"sheets": [head_of(*pair) for pair in zip(sheets, metas, strict=True)]})
        sys.stdout.flush()
        if line := sys.stdin.readline():
            order = json.loads(line)
            send_rows(sheets[order["sheet"]], asked["path"], asked["kind"], order)
    except calamine.PasswordError:
        say({"error": "locked"})
    except MemoryError:
        say({"error": "large"})
    except Exception as error:  # noqa: BLE001 -- whatever a hostile file provokes ends here
        say({"error": "broken", "detail": f"{type(error).__name__}: {error}"[:500]})


if __name__ == "__main__":
    main()
