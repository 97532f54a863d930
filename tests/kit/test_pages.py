"""The frame and the generic pages draw with the least a view must give, as valid HTML."""

from datetime import UTC, date, datetime

import html5lib
import pytest
from django import forms

from pueredu.files.forms import EvidenceListField
from pueredu.office.paper import PaperField

AT = datetime(2023, 5, 24, 1, 0, tzinfo=UTC)
TABLE = {
    "columns": [{"label": "单位"}],
    "rows": [{"cells": [{"label": "单位", "value": "思茅区"}]}],
}
COUNTS = {"read": 5, "new": 1, "changed": 1, "same": 1, "warning": 1, "error": 1}
STATE = {"tone": "warn", "label": "待确认"}
HISTORY = [{"at": AT, "what": "签收", "who": "演示·李经办"}]


class Person:
    pk = 7
    is_authenticated = True

    def __str__(self):
        return "演示·李经办"


class SignInForm(forms.Form):
    username = forms.CharField(label="账号")
    password = forms.CharField(label="密码", widget=forms.PasswordInput)


class CommentForm(forms.Form):
    comment = forms.CharField(label="意见")


class UploadForm(forms.Form):
    files = EvidenceListField(label="佐证", required=False)
    paper = PaperField()


def page(engine, name, **context):
    html = engine.get_template(name).render(context)
    html5lib.HTMLParser(strict=True).parse(html)
    return html


LEAST = {
    "generic/list.html": {"title": "清单", "table": TABLE},
    "generic/detail.html": {"title": "事项"},
    "generic/form.html": {"title": "新增", "form": CommentForm(), "submit_label": "保存"},
    "generic/transition.html": {"title": "签收", "form": CommentForm({}), "submit_label": "签收"},
    "generic/import.html": {"title": "导入", "state": STATE},
    "print.html": {"title": "公示"},
    "accounts/sign_in.html": {"form": SignInForm()},
}
MOST = {
    "generic/list.html": {
        "lead": "说明", "filter_form": CommentForm(), "reset_url": "/", "actions": [("导出", "/e")],
        "page": {"next_url": "?n", "prev_url": "?p", "count_text": "1 条"}, "trail": [("首页", "/"), ("清单", "")],
    },
    "generic/detail.html": {
        "state": STATE, "due": {"on": date(2023, 5, 31), "days_left": 4}, "facts": [("单位", "")],
        "sections": [{"title": "正文", "text": "一段"}, {"title": "进展", "table": TABLE}],
        "files": [{"name": "a.pdf", "url": "/a", "sha256": "ab" * 32, "level": "内部"}], "history": HISTORY,
        "transitions": [{"label": "核验", "blocked_reason": "不能核验自己"}],
    },
    "generic/form.html": {"cancel_url": "/", "form": UploadForm()},
    "generic/transition.html": {"subject": {"title": "报告"}, "effect": "退回", "told": "2 人", "warning": "期限不变"},
    "generic/import.html": {
        "counts": COUNTS, "progress": {"done": 1, "total": 5, "label": "检查"}, "poll_url": "/p", "table": TABLE,
        "problems": [{"text": "未找到教师"}, {"text": "超过上限", "rows": "第 7 行", "tone": "warn"}],
        "apply_url": "/a", "cancel_url": "/c", "error_workbook_url": "/w", "file": {"name": "a.xlsx", "url": "/a"},
    },
    "print.html": {"as_of": date(2023, 5, 31), "sheet_note": "如有异议请反映。"},
    "accounts/sign_in.html": {"next": "/x", "expired": True, "form": SignInForm({})},
}  # fmt: skip


@pytest.mark.parametrize("name", LEAST)
def test_pages_draw_with_the_least(engine, name):
    assert page(engine, name, **LEAST[name]).count("<h1>") == 1


@pytest.mark.parametrize("name", LEAST)
def test_pages_draw_with_all_options_for_a_person(engine, name):
    nav = [{"title": "待办", "url": "/", "current": True}, {"title": "培训", "url": "/t"}]
    frame = {"user": Person(), "post_label": "景谷县", "nav_items": nav, "unread_count": 3}
    html = page(engine, name, **frame, **{**LEAST[name], **MOST[name]})
    assert html.count("<h1>") == 1
    assert 'data-user="7"' in html


def test_a_form_that_takes_files_warns_of_state_secrets_and_no_other_does(engine):
    least = LEAST["generic/form.html"]
    upload = page(engine, "generic/form.html", **{**least, "form": UploadForm()})
    for words in ("严禁上传国家秘密。</p>", 'enctype="multipart/form-data"'):
        assert (words in upload, words in page(engine, "generic/form.html", **least)) == (
            True,
            False,
        )


@pytest.mark.parametrize("code", [400, 403, 404, 409, 500])
def test_error_pages_need_no_context_at_all(engine, code):
    html = page(engine, f"{code}.html")
    assert f'<p class="error-code">{code}</p>' in html
    assert "返回首页" in html


@pytest.mark.parametrize(("given", "bands"), [({"demo_data": True}, 1), ({}, 0)])
def test_demonstration_data_are_labelled_on_every_page(engine, settings, given, bands):
    settings.DEMO_LABEL = ""
    assert page(engine, "404.html", **given).count('class="demo-band"') == bands


def test_the_label_stands_even_where_no_request_reaches(engine, settings):
    settings.DEMO_LABEL = "演示数据"
    assert page(engine, "500.html").count('class="demo-band"') == 1


@pytest.mark.parametrize(
    ("given", "start"),
    [(True, '<html lang="zh-CN" data-text="large">'), (False, '<html lang="zh-CN">')],
)
def test_large_text_is_an_attribute_of_the_page(engine, given, start):
    assert start in page(engine, "404.html", large_text=given)


def test_the_name_of_the_house_is_one_setting(engine, settings):
    settings.PRODUCT_NAME = "某平台"
    html = page(engine, "404.html")
    assert "某平台" in html
    assert "普洱教育改革闭环管理平台" not in html


def test_an_import_with_errors_shows_the_reason_and_no_button(engine):
    given = {**LEAST["generic/import.html"], "counts": COUNTS, "blocked_reason": "有 1 行错误"}
    html = page(engine, "generic/import.html", **given)
    assert "有 1 行错误" in html
    assert html.count("<button") == 0
