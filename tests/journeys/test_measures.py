"""One commitment for ten 县(区): handed out, signed for, done with evidence, verified, counted."""

from tests.support import files

PROMISE = "县级聘请督查员、抽调教研员"


def meter(person):
    """The open-loop number of the first page, and the count and address of its commitments."""
    person.open("/")
    line = person.page.locator(".meter-lines a", has_text="承诺事项").first
    total = person.page.locator("[data-meter=total]").inner_text()
    count = line.locator("[data-meter]").get_attribute("data-meter")
    return int(total), int(count), line.get_attribute("href")


def rows_behind(person, address):
    person.open(address)
    return person.page.locator("tbody tr").count()


def test_a_commitment_becomes_ten_matters_and_one_is_closed(user):
    secretariat = user("secretariat")
    total, count, address = meter(secretariat)
    assert rows_behind(secretariat, address) == count

    secretariat.open("/measures/commitments/")
    secretariat.follow(PROMISE)
    secretariat.sees("市、县级聘请教育督查员、抽调教研员")
    secretariat.follow("交办各县(区)")
    secretariat.press("交办各县(区)", status=422)
    secretariat.sees("请填写签发人（职务）", "请填写办理时限")
    secretariat.write("办理时限", "2023-06-30")
    secretariat.write("签发人（职务）", "市人民政府分管副市长（演示）")
    secretariat.write("签批日期", "2023-05-24")
    secretariat.write("签发机关及授权依据", "市人民政府办公室（演示）")
    secretariat.press("交办各县(区)")
    secretariat.sees("已向 10 个县(区)交办。")
    handed_out = secretariat.path
    secretariat.follow("交办各县(区)")
    secretariat.write("办理时限", "2023-06-30")
    secretariat.write("签发人（职务）", "市人民政府分管副市长（演示）")
    secretariat.write("签批日期", "2023-05-24")
    secretariat.write("签发机关及授权依据", "市人民政府办公室（演示）")
    secretariat.press("交办各县(区)", status=422)
    assert meter(secretariat)[:2] == (total + 10, count + 10)

    county = user("bureau-530824")
    county.open("/")
    county.follow(PROMISE)
    county.sees("待签收", "2023年6月30日")
    assert not county.shows("核验通过")
    county.follow("签收")
    county.press("签收")
    county.follow("反馈进展")
    county.write("进展情况", "已聘请督查员 6 名，抽调教研员 4 名。")
    county.write("进度(%)", "80")
    county.attach("佐证材料（可多选）", files.pdf("聘请文件.pdf"), files.word("名单.docx"))
    county.press("反馈进展")
    county.sees("80%", "聘请文件.pdf", "名单.docx")
    county.follow("提请核验")
    county.write("完成情况", "已全部到位，请核验。")
    county.press("提请核验")
    county.sees("待核验")
    matter = county.path
    county.open(f"{matter}close/", status=403)

    open_total, open_count, _ = meter(secretariat)
    secretariat.open(f"/admin/loop/matter/{matter.split('/')[2]}/change/")
    secretariat.sees("已聘请督查员 6 名")
    secretariat.follow("核验通过")
    secretariat.write("说明（可不填）", "佐证齐全。")
    secretariat.press("核验通过")
    secretariat.sees("「核验通过」已完成。")

    closed = meter(secretariat)
    assert closed[:2] == (open_total - 1, open_count - 1)
    assert rows_behind(secretariat, closed[2]) == closed[1]
    county.open(matter)
    county.sees("兑现", "佐证齐全。")
    secretariat.open(handed_out)
    secretariat.sees("兑现", "待签收")
