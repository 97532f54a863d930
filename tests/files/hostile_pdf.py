"""PDF files that act, hide or carry something else: (what, name, make, said)."""

import base64
import zlib

from . import samples

SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"
PACKED = b"5 0 " + SCRIPT
VISIT = b"<< /S /URI /URI (http://evil.example/) >>"


def packed(extra, body=PACKED, **options):
    return samples.pdf_bytes(samples.stream_object(body, extra, **options))


def twice():
    one = samples.stream_object(zlib.compress(PACKED), b"/N 1 /First 4 ")
    return samples.pdf_bytes(
        one.replace(b"/Filter /FlateDecode", b"/Filter [/FlateDecode /Fl]"),
    )


def page_with(action):
    return samples.pdf_bytes(b"<< /Type /Page /AA << /O %s >> >>" % action)


def opening(action, *objects):
    """The sample opens at its first page; this one does something else."""
    return samples.pdf_bytes(*objects).replace(
        b"/OpenAction [3 0 R /Fit]", b"/OpenAction " + action
    )


MAKERS = [
    ("script", lambda: samples.pdf_bytes(SCRIPT), "脚本"),
    ("escaped script", lambda: samples.pdf_bytes(b"<< /S /Java#53cript /JS (x) >>"), "脚本"),
    ("wholly escaped", lambda: samples.pdf_bytes(b"<< /S /#4a#61vaScript >>"), "脚本"),
    ("script on opening", lambda: opening(SCRIPT), "脚本"),
    ("program", lambda: samples.pdf_bytes(b"<< /S /Launch /F (cmd.exe) >>"), "启动其他程序"),
    ("attachment", lambda: samples.pdf_bytes(b"<< /Type /EmbeddedFile >>"), "附件"),
    ("attachments by name", lambda: samples.pdf_bytes(b"<< /EmbeddedFiles 4 0 R >>"), "附件"),
    ("attachment without a type", lambda: samples.pdf_bytes(b"<< /Type /Filespec /EF << /F 5 0 R >> >>"), "附件"),
    ("attachment by a pin", lambda: samples.pdf_bytes(b"<< /Subtype /FileAttachment /FS 5 0 R >>"), "附件"),
    ("plays by itself", lambda: samples.pdf_bytes(b"<< /S /Rendition /R 4 0 R >>"), "自动播放"),
    ("opens what it carries", lambda: samples.pdf_bytes(b"<< /S /GoToE /T << >> >>"), "内嵌文件"),
    ("model with a program", lambda: samples.pdf_bytes(b"<< /Subtype /3D /OnInstantiate 5 0 R >>"), "脚本"),
    ("forms", lambda: samples.pdf_bytes(b"<< /XFA 3 0 R >>"), "XFA"),
    ("sends a form", lambda: samples.pdf_bytes(b"<< /S /SubmitForm /F (h) >>"), "提交表单"),
    ("takes in data", lambda: samples.pdf_bytes(b"<< /S /ImportData >>"), "导入外部数据"),
    ("film with a program", lambda: samples.pdf_bytes(b"<< /Subtype /RichMedia >>"), "多媒体"),
    ("visits on opening", lambda: opening(VISIT), "自动访问"),
    ("visits on opening, elsewhere", lambda: opening(b"4 0 R", VISIT), "自动访问"),
    ("visits with a page", lambda: page_with(VISIT), "自动访问"),
    (
        "opens a share",
        lambda: opening(b"<< /S /GoToR /F (\\\\\\\\evil\\\\a.pdf) /D [0 /Fit] >>"),
        "自动访问",
    ),
    ("locked", lambda: samples.pdf_bytes(trailer=b"/Encrypt 9 0 R"), "密码或权限"),
    ("cut", lambda: samples.pdf_bytes()[:-30], "损坏"),
    ("page behind", lambda: samples.pdf_bytes() + b"<html>" + b" " * 2000, "结尾之后"),
    ("archive behind", lambda: samples.pdf_bytes() + samples.docx_bytes(), "结尾之后"),
    ("packed script", lambda: packed(b"/Type /ObjStm /N 1 /First 4 "), "脚本"),
    ("packed, type not told", lambda: packed(b"/#4E 1 /Fi#72st 4 "), "脚本"),
    (
        "packed, words in strings",
        lambda: packed(b"/N 1 /X (>> stream\n endobj 7 0 obj) /First 4 "),
        "脚本",
    ),
    ("packed visit", lambda: packed(b"/N 1 /First 4 ", b"5 0 << /AA << /O %s >> >>" % VISIT), "自动访问"),
    ("packed twice", twice, "脚本"),
    (
        "packed as digits",
        lambda: packed(
            b"/N 1 /First 4 /Filter /ASCIIHexDecode ", PACKED.hex().encode() + b">", packed=False
        ),
        "脚本",
    ),
    (
        "packed as letters",
        lambda: packed(
            b"/N 1 /First 4 /Filter /ASCII85Decode ", base64.a85encode(PACKED) + b"~>", packed=False
        ),
        "脚本",
    ),
    (
        "packed with an unknown filter",
        lambda: packed(b"/N 1 /First 4 /Filter /LZWDecode ", b"\x80\x0b", packed=False),
        "无法检查",
    ),
    (
        "packed with differences",
        lambda: packed(b"/N 1 /First 4 /DecodeParms << /Predictor 12 >> "),
        "无法检查",
    ),
    ("bomb", lambda: packed(b"/N 1 /First 4 ", b"\0" * (201 << 20)), "200 MB"),
]  # fmt: skip
CASES = [(what, "报告.pdf", make, said) for what, make, said in MAKERS]
