import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from pueredu.files.forms import EvidenceField, EvidenceListField, WorkbookField

from . import samples


class OneForm(forms.Form):
    report = EvidenceField(label="述职报告")


class ManyForm(forms.Form):
    files = EvidenceListField(label="佐证", required=False)


def upload(name, data):
    return SimpleUploadedFile(name, data)


def test_the_field_says_what_it_takes_and_leaves_secrecy_to_the_form():
    html = str(OneForm()["report"])
    help_text = OneForm.base_fields["report"].help_text

    assert 'accept=".docx,.xlsx,.pdf,.jpg,.png,.jpeg"' in html
    assert help_text == "可上传 .docx、.xlsx、.pdf、.jpg、.png，每个不超过 50 MB。"
    assert WorkbookField().help_text.startswith("可上传 .xlsx、.xls、.ods、.csv，每个不超过 20 MB")


def test_the_field_asks_how_far_the_file_may_be_shown_and_offers_the_narrowest():
    html = str(OneForm()["report"])

    assert 'name="report_disclosure" id="id_report_disclosure" aria-label="公开属性"' in html
    assert html.count("<option") == 3
    assert '<option value="internal" selected>公开属性：内部</option>' in html


def test_an_imported_table_is_always_internal_so_nobody_is_asked():
    class TableForm(forms.Form):
        table = WorkbookField()

    assert "disclosure" not in str(TableForm()["table"])


@pytest.mark.parametrize(
    ("data", "level"), [({"files_disclosure": "open"}, "open"), ({}, "internal")]
)
def test_the_choice_goes_with_each_file(data, level):
    uploads = [upload("a.png", samples.png_bytes()) for _ in range(3)]
    form = ManyForm(data, MultiValueDict({"files": uploads}))

    assert form.is_valid()
    assert [file.disclosure for file in form.cleaned_data["files"]] == [level] * 3


def test_a_choice_that_was_not_offered_is_refused():
    form = OneForm(
        {"report_disclosure": "secret"}, {"report": upload("a.pdf", samples.pdf_bytes())}
    )
    assert form.errors["report"] == ["请选择文件的公开属性。"]


def test_an_honest_file_is_handed_on_from_its_start():
    form = OneForm({}, {"report": upload("报告.pdf", samples.pdf_bytes())})

    assert form.is_valid()
    assert form.cleaned_data["report"].read() == samples.pdf_bytes()


def test_a_wrong_file_gets_its_sentence():
    form = OneForm({}, {"report": upload("报告.pdf", samples.png_bytes())})
    assert form.errors["report"] == [
        "「报告.pdf」：文件内容与扩展名“.pdf”不符。请用原来的软件打开并另存为正确的格式后再上传。",
    ]
    empty = OneForm({}, {"report": upload("报告.pdf", b"")})
    assert empty.errors["report"] == ["这是一个空文件（0 字节），请检查后重新上传。"]
    assert OneForm({}, {}).errors["report"] == ["请选择要上传的文件。"]


def test_several_files_are_checked_each():
    good, bad = upload("a.png", samples.png_bytes()), upload("b.exe", b"MZ")
    form = ManyForm({}, MultiValueDict({"files": [good, bad]}))

    assert [error.partition("：")[0] for error in form.errors["files"]] == ["「b.exe」"]
    assert ManyForm({}, {}).is_valid()
    many = MultiValueDict({"files": [upload("a.png", samples.png_bytes()) for _ in range(3)]})
    form = ManyForm({}, many)
    assert form.is_valid()
    assert len(form.cleaned_data["files"]) == 3
