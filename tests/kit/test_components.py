"""Every component draws with the least and with all its options, and with nothing unknown."""

from datetime import UTC, date, datetime

import html5lib
import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import TemplateSyntaxError

DAY = date(2023, 5, 31)
AT = datetime(2023, 5, 24, 1, 0, tzinfo=UTC)
FILE = {
    "name": "报告.pdf",
    "url": "/f",
    "size": 2048,
    "level": "内部",
    "at": AT,
    "sha256": "9f8e7d6c5b4a",
}
ACTION = {"label": "登记", "url": "/new"}
COLUMNS = [
    {"label": "县(区)"},
    {"label": "期限", "numeric": True},
]
ROW = {
    "url": "/r",
    "cells": [
        {"label": "县(区)", "value": "思茅区"},
        {"label": "状态", "value": "已办结", "tone": "ok"},
    ],
}


@pytest.fixture
def draw(engine):
    def drawn(tag, **context):
        html = engine.from_string(f"{{% load components formats %}}{tag}").render(context).strip()
        html5lib.HTMLParser(strict=True).parseFragment(html)
        return html

    return drawn


def words(html):
    """What a reader hears, without the mark-up."""
    return "".join("".join(html5lib.parseFragment(html).itertext()).split())


class ReturnForm(forms.Form):
    reason = forms.CharField(label="意见", help_text="写明缺什么。", widget=forms.Textarea)
    way = forms.ChoiceField(
        label="方式", choices=[("a", "线上"), ("b", "书面")], widget=forms.RadioSelect
    )
    sure = forms.BooleanField(label="已核对")
    up = forms.FileField(label="附件", required=False)


def test_the_trap_bites(draw):
    with pytest.raises(LookupError, match="unknown"):
        draw("{{ unknown }}")


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ('{% state_badge "已办结" %}', "已办结"),
        ('{% lamp "red" %}', "已逾期"),
        ('{% lamp "blue" "待签收" %}', "待签收"),
        ("{% due d %}", "2023年5月31日"),
        ("{% due d -2 %}", "2023年5月31日已逾期2个工作日"),
        ("{% due none %}", ""),
        ("{% timeline none %}", "尚无办理记录。"),
        ("{% data_table table %}", "没有记录"),
        ("{% data_table table '名单' empty %}", "还没有活动点下面登记。登记"),
        ("{% pagination %}", ""),
        ('{% empty_state "没有消息" %}', "没有消息"),
        ("{% file_link bare %}", "佐证.docx"),
        ("{% file_link file %}", "报告.pdf内部2.0KB2023-05-2409:00校验码9f8e7d6c校验"),
        ('{% button "保存" %}', "保存"),
        ("{% action_list none %}", ""),
        ('{% alert "已保存" %}', "已保存"),
        ("{% message_list none %}", ""),
        ("{% breadcrumbs none %}", ""),
        ('{% stat_tile 1286 "教师" %}', "教师1,286"),
        (
            '{% stat_tile 1 "逾期" d "/l" unit="项" provisional=True %}',
            "逾期暂定1项截至2023-05-31查看清单：逾期",
        ),
        (
            '{% stat_tile 7 "事项" d "/l" "件" "最久 41 天" %}',
            "事项7件最久41天截至2023-05-31查看清单：事项",
        ),
        ("{% facts pairs %}", "单位景谷县文号—人数0"),
        ('{% progress 0 0 "已填" %}', "已填0/00/0"),
        ("{% secrecy_note %}", "本系统为非涉密系统，严禁上传国家秘密。"),
        ("{% provisional %}", "暂定"),
        ("{% owed_list none %}", "目前没有待办事项"),
    ],
)
def test_components_say_what_they_are_given(draw, tag, said):
    empty = {"title": "还没有活动", "text": "点下面登记。", "action": ACTION}
    html = draw(
        tag,
        d=DAY,
        none=None,
        file=FILE,
        bare={"name": "佐证.docx", "url": "/b"},
        table={"columns": COLUMNS, "rows": []},
        empty=empty,
        pairs=[("单位", "景谷县"), ("文号", ""), ("人数", 0)],
    )
    assert words(html) == said


def test_no_two_tones_share_a_drawing(draw):
    tones = ("neutral", "info", "ok", "warn", "danger")
    drawings = {draw('{% state_badge "" tone %}', tone=tone).split("<svg")[1] for tone in tones}
    assert len(drawings) == len(tones)


def test_a_timeline_tells_who_for_whom_what_and_why(draw):
    event = {
        "at": AT, "what": "报送", "who": "演示·李经办", "unit": "县委办公室",
        "for_whom": "县委书记", "reason": "已补页码", "tone": "info", "files": [FILE],
    }  # fmt: skip
    bare = {"at": AT, "what": "签收", "who": "演示·李经办"}
    said = words(draw("{% timeline events %}", events=[event, bare]))
    assert said == (
        "报送2023-05-2409:00演示·李经办（县委办公室）代录：县委书记的书面办理已补页码"
        "报告.pdf内部2.0KB2023-05-2409:00校验码9f8e7d6c校验签收2023-05-2409:00演示·李经办"
    )


def test_a_table_names_every_cell_for_the_phone(draw):
    html = draw("{% data_table table %}", table={"columns": COLUMNS, "rows": [ROW]})
    assert [html.count(part) for part in ('data-label="县(区)"', 'data-label="状态"')] == [1, 1]
    assert '<th scope="col" class="numeric">期限</th>' in html
    assert '<a class="row-link" href="/r">思茅区</a>' in html


def test_what_a_user_typed_is_text(draw):
    cell = {"label": "<b>", "value": "<script>x</script>"}
    html = draw("{% data_table table %}", table={"columns": [], "rows": [{"cells": [cell]}]})
    assert "<script" not in html
    assert "&lt;script&gt;x" in html


def test_keyset_pages_link_only_where_there_is_a_page(draw):
    html = draw("{% pagination page %}", page={"next_url": "?after=9", "count_text": "本页 50 条"})
    assert words(html) == "本页50条下一页"


@pytest.mark.parametrize(
    ("tag", "start"),
    [
        ('{% button "保存" %}', '<button class="button" data-kind="secondary" type="submit">'),
        ('{% button "签收" "/r" "primary" %}', '<a class="button" data-kind="primary" href="/r">'),
        ('{% button "核验" "/v" blocked_reason="不能核验自己" %}', '<span class="blocked">'),
    ],
)
def test_a_button_is_a_link_a_submit_or_a_reason(draw, tag, start):
    html = draw(tag)
    assert html.startswith(start)
    assert ("href" in html) == start.startswith("<a")


def test_an_unknown_kind_of_button_is_refused(draw):
    with pytest.raises(TemplateSyntaxError, match="loud"):
        draw('{% button "保存" "" "loud" %}')


def test_actions_are_records_or_short_triples(draw):
    blocked = {"label": "核验", "blocked_reason": "由秘书组核验"}
    html = draw("{% action_list acts %}", acts=[("导出", "/e", "quiet"), ("新增", "/n"), blocked])
    assert words(html) == "导出新增核验由秘书组核验"
    assert html.count("<a ") == 2


@pytest.mark.parametrize(
    ("colour", "left", "said", "kind"),
    [
        ("red", -3, "05-312023年补充已逾期3个工作日述职报送：补充", "primary"),
        ("amber", 2, "05-312023年补充还剩2个工作日述职报送：补充", "primary"),
        ("green", None, "05-312023年补充正常述职报送：补充", "secondary"),
    ],
)
def test_what_is_owed_has_a_date_a_lamp_and_one_button(draw, colour, left, said, kind):
    button = {"label": "报送", "url": "/s"}
    item = {
        "title": "补充",
        "source": "述职",
        "due_on": DAY,
        "days_left": left,
        "lamp": colour,
        "button": button,
    }
    html = draw("{% owed_list items %}", items=[item])
    assert words(html) == said
    assert html.count('class="button"') == html.count(f'data-kind="{kind}"') == 1


def test_owed_items_need_no_more_than_a_title(draw):
    assert words(draw("{% owed_list items %}", items=[{"title": "补充名单"}])) == "未设期限补充名单"


def test_every_mistake_is_told_at_its_field_and_in_the_summary(draw):
    form = ReturnForm({})
    html = draw("{% error_summary form %}", form=form)
    assert [html.count(f'href="#id_{name}"') for name in ("way", "sure", "reason")] == [1, 1, 1]
    assert 'id="id_way"' in draw("{% field bound %}", bound=form["way"])
    field = draw("{% field bound %}", bound=form["reason"])
    assert 'aria-describedby="id_reason_helptext id_reason_error"' in field
    assert field.count('id="id_reason_helptext"') == field.count('id="id_reason_error"') == 1


def test_the_summary_says_what_must_be_typed_and_chosen_again(draw):
    class SecretForm(forms.Form):
        word = forms.CharField(label="密码", widget=forms.PasswordInput)

    kept = "（已填写的内容都保留着）"
    assert kept in draw("{% error_summary form %}", form=ReturnForm({}))
    assert "（密码须重新输入，其余已填写的内容都保留着）" in draw(
        "{% error_summary form %}", form=SecretForm({})
    )
    sent = ReturnForm({}, {"up": SimpleUploadedFile("一.pdf", b"1")})
    assert "（文件须重新选择，其余已填写的内容都保留着）" in draw(
        "{% error_summary form %}", form=sent
    )


def test_a_form_without_mistakes_has_no_summary(draw):
    assert draw("{% error_summary form %}", form=ReturnForm()) == ""


@pytest.mark.parametrize("name", ["reason", "way", "sure", "up"])
@pytest.mark.parametrize("data", [None, {}])
def test_every_kind_of_field_has_a_label(draw, name, data):
    bound = ReturnForm(data)[name]
    assert bound.label in words(draw("{% field bound %}", bound=bound))
