"""Word files and workbooks with something more in them."""

from . import samples


def word(**changes):
    return samples.rezip(samples.docx_bytes(), **changes)


def book(**changes):
    return samples.rezip(samples.xlsx_bytes(), **changes)


def with_rel(kind, target, **options):
    link = samples.relationship(kind, target, **options)
    return word(add={"word/_rels/settings.xml.rels": link})


def with_field(*instructions):
    """A field whose instruction is cut into runs."""
    cut = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in instructions)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>' for step in ("begin", "end"))
    paragraph = f"<w:p>{begin}{cut}{end}</w:p></w:body>".encode()
    return word(replace={"word/document.xml": lambda part: part.replace(b"</w:body>", paragraph)})


def with_formula(formula):
    row = f'<row r="9"><c r="A9"><f>{formula}</f><v>0</v></c></row></sheetData>'.encode()
    sheet = {"xl/worksheets/sheet1.xml": lambda part: part.replace(b"</sheetData>", row)}
    return book(replace=sheet)


def with_sheet(part):
    """Something behind the rows of the first sheet."""
    sheet = {
        "xl/worksheets/sheet1.xml": lambda old: old.replace(b"</sheetData>", b"</sheetData>" + part)
    }
    return book(replace=sheet)


def with_name(formula):
    names = b'<definedNames><definedName name="a">' + formula + b"</definedName></definedNames>"
    return book(
        replace={
            "xl/workbook.xml": lambda part: part.replace(b"</workbook>", names + b"</workbook>")
        }
    )


def with_inner_field():
    """A field whose first word is what another field says: DDEAUTO by its letters."""
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>' for step in ("begin", "end"))
    inner = f"{begin}<w:r><w:instrText>QUOTE 68 68 69 65 85 84 79</w:instrText></w:r>{end}"
    outer = f"{begin}{inner}<w:r><w:instrText> c:\\cmd.exe</w:instrText></w:r>{end}"
    part = f"<w:p>{outer}</w:p></w:body>".encode()
    return word(replace={"word/document.xml": lambda old: old.replace(b"</w:body>", part)})


def with_type(name, content):
    """A part under a name of its own; what it is, the types say."""
    entry = b'<Override PartName="/%s" ContentType="%s"/></Types>' % (name.encode(), content)
    types = {"[Content_Types].xml": lambda part: part.replace(b"</Types>", entry)}
    return book(add={name: b"<x/>"}, replace=types)


def drawing(part, head=b""):
    return word(
        add={"word/media/a.svg": head + b'<svg xmlns="http://www.w3.org/2000/svg">%s</svg>' % part}
    )


def with_macro_type(data, plain, active):
    types = {"[Content_Types].xml": lambda part: part.replace(plain, active)}
    return samples.rezip(data, replace=types)
