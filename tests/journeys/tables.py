"""Tables that travel between the portal and somebody's own spreadsheet program."""

import openpyxl


def opened(path):
    """A workbook of ours: the book, its sheet and the columns by heading."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = sheet[2]
    columns = {str(cell.value).strip("*＊ "): cell.column for cell in head if cell.value}
    return book, sheet, columns, 2


def add_row(path, words):
    """Write one more row (cells by heading) below those of a workbook of ours."""
    book, sheet, columns, _ = opened(path)
    row = max(sheet.max_row, 2) + 1
    for label, word in words.items():
        sheet.cell(row, columns[label]).value = word
    book.save(path)
    return path


def upload(person, kind, path):
    """Upload a table and wait until it is checked; returns the counts that are not zero."""
    person.open(f"/imports/new/?kind={kind}")
    person.page.locator("input[type=file]").set_input_files(path)
    person.press("上传并检查")
    return counts(person)


def counts(person):
    person.page.get_by_text("已检查").wait_for()
    person.look()
    labels = person.page.locator(".counts dt").all_inner_texts()
    numbers = person.page.locator(".counts dd").all_inner_texts()
    return {label: int(n) for label, n in zip(labels, numbers, strict=True) if n != "0"}
