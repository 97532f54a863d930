"""What the signed paper says, for tests that issue."""

from datetime import date

PAPER = {
    "organ_kind": "",
    "signatory": "分管副市长",
    "due_on": date(2023, 12, 31),
    "authority": "市政府办公室",
}
