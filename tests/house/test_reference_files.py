"""The reference files, read as plain files: whole, sourced and true to the founding letter."""

import csv
import datetime as dt
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LETTER = (ROOT / "measures/reference/letter-156.txt").read_text(encoding="utf-8")

KEYS = {
    "pueredu/units/reference/units.csv": "code",
    "pueredu/calendar/reference/figures.csv": "key",
    "measures/reference/leading_group_posts.csv": "code",
    "measures/reference/measures.csv": "no",
    "measures/reference/themes.csv": "code",
    "measures/reference/policy_documents.csv": "code",
    "measures/reference/replies.csv": "code",
    "measures/reference/commitments.csv": "code",
    "training/reference/rules.csv": "code",
    "training/reference/directions.csv": "code",
    "studios/reference/activity_kinds.csv": "code",
    "studios/reference/talent_categories.csv": "code",
}
COUNTIES = [
    ("530802", "思茅区"),
    ("530821", "宁洱哈尼族彝族自治县"),
    ("530822", "墨江哈尼族自治县"),
    ("530823", "景东彝族自治县"),
    ("530824", "景谷傣族彝族自治县"),
    ("530825", "镇沅彝族哈尼族拉祜族自治县"),
    ("530826", "江城哈尼族彝族自治县"),
    ("530827", "孟连傣族拉祜族佤族自治县"),
    ("530828", "澜沧拉祜族自治县"),
    ("530829", "西盟佤族自治县"),
]
SECTION_HEADS = re.compile(r" ([一二三])、| (\([一二三四]\))")
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


def read(path):
    with (ROOT / path).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


def sections(letter):
    """Cut the letter at its headings: "开头" before the first, then "§一(一)" and so on."""
    parts, chapter, name, start = {}, "", "开头", 0
    for head in SECTION_HEADS.finditer(letter):
        parts[name] = letter[start : head.start()]
        chapter = head[1] or chapter
        name, start = f"§{chapter}{head[2] or ''}", head.start()
    parts[name] = letter[start:]
    return parts


SECTIONS = sections(LETTER)
UNITS = read("pueredu/units/reference/units.csv")
COMMITMENTS = read("measures/reference/commitments.csv")
FIGURES = read("pueredu/calendar/reference/figures.csv")
CODES = {unit["code"] for unit in UNITS}
ORGANS = {code.partition("-")[2] for code in CODES if "-" in code}


def test_every_reference_file_is_listed_here():
    paths = [*ROOT.glob("*/reference/*.csv"), *ROOT.glob("pueredu/*/reference/*.csv")]
    assert {str(path.relative_to(ROOT)) for path in paths} == set(KEYS)


@pytest.mark.parametrize(("path", "key"), KEYS.items())
def test_rows_are_whole_sourced_and_unique(path, key):
    rows = read(path)
    assert rows
    assert len({row[key] for row in rows}) == len(rows)
    for row in rows:
        assert None not in row, f"{path}: too many cells in {row[key]}"
        assert None not in row.values(), f"{path}: too few cells in {row[key]}"
        assert row["source"], f"{path}: {row[key]} has no source"
        assert row["certainty"] in {*"LPNOI?"}, f"{path}: {row[key]}"
        assert all(cell == cell.strip() for cell in row.values()), f"{path}: {row[key]}"


@pytest.mark.parametrize("path", KEYS)
def test_files_are_plain_utf8_without_mark_or_carriage_return(path):
    raw = (ROOT / path).read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")


@pytest.mark.parametrize("path", [*KEYS, "measures/reference/letter-156.txt"])
def test_no_phone_number_is_stored(path):
    text = (ROOT / path).read_text(encoding="utf-8")
    assert re.findall(r"(?<![\d-])(?:1[3-9]\d{9}|\d{3,4}-\d{7,8}|\d{7,8})(?![\d-])", text) == []


@pytest.mark.parametrize("path", [path for path, key in KEYS.items() if key == "code"])
def test_codes_are_identifiers(path):
    for row in read(path):
        name = row["code"].partition("-")[2] if path.endswith("units.csv") else row["code"]
        assert name == "" or IDENTIFIER.fullmatch(name), row["code"]


@pytest.mark.parametrize("path", KEYS)
def test_every_quote_stands_word_for_word_in_the_section_it_names(path):
    for row in read(path):
        if not row.get("quote"):
            assert "quote" not in row or row["certainty"] != "L", row
            continue
        assert row["quote"] in LETTER, row["quote"]
        section = row["source"].removeprefix("第156号提案答复函 ").split("；")[0]
        assert row["quote"] in SECTIONS[section], row


def test_the_letter_falls_into_its_ten_sections():
    chapters = {"一": 2, "二": 4, "三": 3}
    numbered = [f"§{c}({n})" for c, size in chapters.items() for n in "一二三四"[:size]]
    assert [name for name in SECTIONS if "(" in name] == numbered
    assert SECTIONS["开头"].startswith(
        "普洱市教育体育局对政协普洱市五届二次会议第156号提案的答复函"
    )


def test_counties_stand_in_official_order():
    counties = [unit for unit in UNITS if unit["kind"] == "county"]
    assert [(unit["code"], unit["name"]) for unit in counties] == COUNTIES
    order = [int(unit["precedence"]) for unit in counties]
    assert order == sorted(set(order))
    assert {unit["parent_code"] for unit in counties} == {"530800"}


def test_every_parent_stands_above_its_unit():
    seen = {""}
    for unit in UNITS:
        assert unit["parent_code"] in seen, unit["code"]
        seen.add(unit["code"])
    order = [int(unit["precedence"]) for unit in UNITS]
    assert order == sorted(set(order)), "the file itself stands in official order"


def test_names_and_short_names_are_unique():
    for field in ("name", "short_name"):
        names = [unit[field] for unit in UNITS]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(("code", "name"), COUNTIES)
def test_every_county_has_the_same_organs_under_its_full_name(code, name):
    own = {unit["code"]: unit for unit in UNITS if unit["code"].startswith(f"{code}-")}
    expected = {"party_committee", "government", "education_bureau", "secretariat"}
    expected |= {"finance", "establishment", "human_resources", "development_reform"}
    assert set(own) == {f"{code}-{slug}" for slug in expected}
    assert own[f"{code}-government"]["name"] == f"{name}人民政府"
    assert own[f"{code}-party_committee"]["name"] == f"中共{name}委员会"
    assert own[f"{code}-party_committee"]["short_name"].endswith(f"{name[-1]}委")
    assert own[f"{code}-secretariat"]["parent_code"] == f"{code}-education_bureau"


def test_the_leading_group_keeps_the_order_of_the_letter():
    posts = read("measures/reference/leading_group_posts.csv")
    city = [post for post in posts if post["level"] == "city"]
    assert [post["rank"] for post in city] == (
        ["co_head"] * 2 + ["executive_deputy_head"] + ["deputy_head"] * 7 + ["member"]
    )
    county = [post["title"] for post in posts if post["level"] == "county"]
    assert county == ["县(区)委书记", "县(区)长"]
    for level in ("city", "county"):
        order = [int(post["precedence"]) for post in posts if post["level"] == level]
        assert order == list(range(1, len(order) + 1))
    area = {"city": "530800", "county": "530829"}
    units = {f"{area[p['level']]}-{p['holder_kind_unit']}" for p in posts if p["holder_kind_unit"]}
    assert units <= CODES
    assert [post["rank"] for post in posts if not post["holder_kind_unit"]] == ["member"]


def test_ten_numbered_places_and_thirteen_unnumbered_themes_without_invented_text():
    measures = read("measures/reference/measures.csv")
    assert [measure["no"] for measure in measures] == [str(no) for no in range(1, 11)]
    assert {measure["title"] for measure in measures} == {"正式文本待录入"}
    themes = read("measures/reference/themes.csv")
    assert len(themes) == 13
    assert "no" not in themes[0]


def test_policy_documents_carry_no_text_and_demand_nothing_by_default():
    documents = read("measures/reference/policy_documents.csv")
    kinds = [document["kind"] for document in documents]
    assert (kinds.count("system"), kinds.count("method")) == (5, 2)
    assert kinds.count("training_document") == 3
    fifth = next(document for document in documents if document["code"] == "system_fifth")
    assert (fifth["title"], fifth["certainty"]) == ("第五项制度：名称待录入", "?")
    for document in documents:
        assert document["text_state"] == "pending"
        assert document["matching"] == "not_required"
        assert document["matching_reason"]
        assert document["issued_on"] == "" or dt.date.fromisoformat(document["issued_on"])
        if document["kind"] == "training_document":
            assert f"《{document['title']}》" in LETTER


def test_the_reply_is_registered_as_the_letter_states_it():
    (reply,) = read("measures/reference/replies.csv")
    for field in ("title", "proposal_session", "proposal_title", "signatory", "contact_section"):
        assert reply[field] in LETTER
    assert [reply[key] for key in ("outcome_class", "disclosure")] == ["A", "open"]
    assert f"第{reply['proposal_no']}号" in LETTER
    day = dt.date.fromisoformat(reply["replied_on"])
    assert f"{day.year}年{day.month}月{day.day}日" in LETTER
    assert reply["signatory_unit"] in CODES
    assert (ROOT / "measures/reference" / reply["text_file"]).exists()


@pytest.mark.parametrize("row", COMMITMENTS, ids=lambda row: row["code"])
def test_a_commitment_says_what_the_letter_says_and_no_more(row):
    assert row["kind"] in {"promise", "standing_duty", "stated_fact"}
    assert row["period"] in {"once", "yearly", "continuous"}
    assert row["per_county"] in {"true", "false"}
    assert row["lead_unit"] in CODES | ORGANS
    assert row["lead_certainty"] in {"L", "I"}
    assert row["theme"] in {"", *(theme["code"] for theme in read("measures/reference/themes.csv"))}
    assert bool(row["number"]) == bool(row["comparison"]) == bool(row["unit"])
    assert row["comparison"] in {"", "exact", "at_least", "range"}
    assert bool(row["number_max"]) == (row["comparison"] == "range")
    assert row["since"] == "" or f"从{row['since']}年起" in LETTER
    if row["due"]:
        assert re.fullmatch(r"\d\d-\d\d 每年|\d{4}-\d\d-\d\d", row["due"])
        assert row["period"] == ("yearly" if "每年" in row["due"] else "once")


WORDS = {"2": "两末双", "3": "三", "4": "四", "5": "五"}


@pytest.mark.parametrize("row", [row for row in COMMITMENTS if row["number"]], ids=str)
def test_a_number_stands_in_its_own_quote(row):
    for number in filter(None, (row["number"], row["number_max"])):
        assert Decimal(number) > 0
        spelled = any(word in row["quote"] for word in WORDS.get(number, ""))
        assert spelled or re.search(rf"(?<!\d){number}(?!\d)", row["quote"])


def test_every_number_of_the_letter_is_kept_by_a_commitment():
    body = LETTER.split("现答复如下")[1].split("我们相信")[0]
    stated = set(re.findall(r"\d+", body))
    kept = {row[field] for row in COMMITMENTS for field in ("number", "number_max", "since")}
    kept |= {row["due"][:4] for row in COMMITMENTS}
    kept.add("6")  # "每年6月以前" is a date: its rule is due 05-31
    assert stated - kept == set()
    assert next(row["due"] for row in COMMITMENTS if row["code"] == "year_plan") == "05-31 每年"


@pytest.mark.parametrize("row", FIGURES, ids=lambda row: row["key"])
def test_a_figure_parses_and_what_is_not_stated_is_provisional(row):
    assert re.fullmatch(r"[a-z_]+(\.[a-z0-9_]+)+", row["key"])
    assert isinstance(json.loads(row["value"]), int | float | str | list | bool)
    assert row["unit"]
    assert dt.date.fromisoformat(row["since"])
    if row["certainty"] in {*"OI?"}:
        assert row["provisional"] == "true"
    if row["certainty"] in {*"LN"}:
        assert row["provisional"] == "false"


def test_lists_that_belong_together_have_one_length():
    value = {row["key"]: json.loads(row["value"]) for row in FIGURES}
    size = {
        key.removeprefix("accountability."): len(v)
        for key, v in value.items()
        if isinstance(v, list)
    }
    assert size["ballot_options"] == size["ballot_coefficients"]
    assert size["voter_groups"] == size["voter_group_weights"]
    for key, rungs in value.items():
        if key.startswith("reminders.") and isinstance(rungs, list):
            assert rungs == sorted(set(rungs)), key


def test_training_rules_are_provisional_and_agree_with_the_credit_figure():
    (per_credit,) = (row["value"] for row in FIGURES if row["key"] == "training.hours_per_credit")
    for rule in read("training/reference/rules.csv"):
        assert rule["provisional"] == "true"
        assert rule["level"] in {"national", "province", "city", "county", "school"}
        assert rule["code"] == f"{rule['form']}_{rule['level']}"
        assert rule["evidence"]
        hours = Decimal(rule["credits_per_unit"]) * Decimal(per_credit)
        assert hours == Decimal(rule["hours_per_unit"])
        assert rule["annual_cap"] == "" or Decimal(rule["annual_cap"]) > 0


def test_directions_are_four_for_teachers_and_four_for_officials():
    directions = read("training/reference/directions.csv")
    assert [row["audience"] for row in directions] == ["teacher"] * 4 + ["official"] * 4
    assert [row for row in directions if row["title"] not in row["quote"]] == []


def test_the_letter_leaves_out_the_private_contact_and_says_so():
    assert "(联系人及电话:教师教育科,姓名及电话从略)" in LETTER
