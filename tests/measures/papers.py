"""What the signed paper says, for tests that issue."""

from datetime import date

from pueredu.units.access.paper import PaperAct

PAPER = {
    "organ_kind": "",
    "paper": PaperAct("分管副市长", date(2023, 5, 20), "普政发〔2023〕9号"),
    "due_on": date(2023, 12, 31),
    "authority": "市政府办公室",
}
