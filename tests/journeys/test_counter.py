"""The bureau's day at the counter, and every page of the admin looked at once."""

import openpyxl
import pytest

LIST = "/admin/loop/matter/"
SENTENCE = "材料齐全，同意。"


def numbers(person, name):
    """How many of the rows that a list shows carry these words."""
    return person.page.locator("#result_list tbody tr", has_text=name).count()


def tick(person, *words):
    """Tick the first row that holds all of these words."""
    row = person.page.locator("#result_list tbody tr")
    for word in words:
        row = row.filter(has_text=word)
    row.first.locator("input.action-select").check()


def test_the_secretariat_works_from_the_first_page_to_the_workbook(user, tmp_path):
    clerk = user("secretariat")
    clerk.open("/admin/")
    clerk.sees("等我核验、认定", "我要办的", "未闭环事项", "今天收到")
    clerk.follow("核验通过", exact=False)
    clerk.sees("镇沅县政府", "待核验", "事项进展")
    clerk.follow("核验通过")
    clerk.sees("说明（可不填）")
    clerk.follow("取消")

    clerk.open("/admin/")
    clerk.follow("承诺事项 逾期", exact=False)
    waiting = numbers(clerk, "待核验")
    clerk.choose("状态", "待核验")
    clerk.press("查询")
    assert (numbers(clerk, "待核验"), numbers(clerk, "办理中")) == (waiting, 0)
    clerk.follow("保存为视图…")
    clerk.sees("条件：闭环：只看未闭环；状态：待核验；种类：承诺事项")
    clerk.write("视图名称", "等我核验的")
    clerk.page.get_by_label("内部编号").check()
    clerk.press("保存视图")
    clerk.sees("已保存视图「等我核验的」。", "内部编号", "承诺事项2023-6")

    clerk.follow("全部")
    tick(clerk, "镇沅县", "待核验")
    tick(clerk, "宁洱县", "待核验")
    tick(clerk, "西盟县", "办理中")
    clerk.press("批量核验通过")
    clerk.sees("将核验通过 2 条，跳过 1 条", "现在的状态是「办理中」，不能核验通过", "西盟县政府")
    clerk.write("说明（可不填）", SENTENCE)
    clerk.press("确认核验通过 2 条")
    clerk.sees("「核验通过」已办理 2 条。")

    clerk.follow("等我核验的")
    book = openpyxl.load_workbook(clerk.download("导出本表", tmp_path))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][:2] == ("事项", "县(区)")
    assert len(rows) == waiting - 2 + 2  # its heading and the label 演示数据
    assert rows[-1][0] == "演示数据"


def test_a_list_is_narrowed_and_a_verb_is_done_without_script(user):
    clerk = user("secretariat-2", scripted=False)
    clerk.open(LIST)
    clerk.choose("县(区)", "澜沧县")
    clerk.press("查询")
    assert numbers(clerk, "澜沧县") == numbers(clerk, "")
    tick(clerk, "每位教师每年不少于72学时")
    clerk.press("批量催办")
    assert "将催办 1 条" in clerk.page.inner_text("#content")
    clerk.press("确认催办 1 条")
    assert "「催办」已办理 1 条。" in clerk.page.inner_text("#main")


@pytest.fixture(scope="module")
def seen():
    """The addresses that somebody has looked at: a page is the same page for the next."""
    return {"/admin/"}


@pytest.mark.parametrize("username", ["secretariat", "training", "system", "security", "auditor"])
def test_every_page_of_the_admin_keeps_the_policy_and_is_sound(user, seen, username):
    """Each table of the menu: its list, a new record, its first record and what lies behind it. The
    console says every breach of the content policy, and saying nothing is what is asked."""
    person = user(username)
    person.open("/admin/")
    for table in hrefs(person, "#nav-sidebar-apps a[href^='/admin/']"):
        look(person, table, seen)
        first = hrefs(person, "#result_list tbody th a")[:1]
        for page in (*hrefs(person, "a.addlink, .counter-views a[href*='/view/']"), *first):
            look(person, page, seen)
        for deeper in hrefs(person, ".counter-verbs a, a[href*='/history/']"):
            look(person, deeper, seen)


def look(person, path: str, seen: set[str]) -> None:
    """Open a page, and look at it closely unless somebody has: only its links then matter."""
    if path.partition("?")[0] in seen:
        person.page.goto(path, wait_until="domcontentloaded")
    else:
        seen.add(path.partition("?")[0])
        person.open(path)


def hrefs(person, selector) -> list[str]:
    """Where the links lead that a page shows."""
    links = person.page.locator(selector)
    return [links.nth(n).get_attribute("href") for n in range(links.count())]
