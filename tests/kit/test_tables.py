"""A table leaves out what every row would say alike, and nothing else."""

from types import SimpleNamespace

from pueredu.kit.tables import Column, Table


class Places(Table):
    columns = (Column("名称", "name"), Column("县(区)", "county"))

    def link(self, record) -> str:
        return ""


def shown(*counties: str) -> tuple[list[str], list[list[str]]]:
    table = Places(SimpleNamespace(name=f"{n}", county=name) for n, name in enumerate(counties))
    table.drop_if_same("县(区)")
    table.drop_if_same("没有的列")
    cells = [[cell["value"] for cell in row["cells"]] for row in table.rows]
    return [column["label"] for column in table.columns], cells


def test_a_column_that_says_the_same_everywhere_is_left_out():
    assert shown("甲", "甲") == (["名称"], [["0"], ["1"]])


def test_a_column_that_tells_rows_apart_stays():
    assert shown("甲", "乙") == (["名称", "县(区)"], [["0", "甲"], ["1", "乙"]])
