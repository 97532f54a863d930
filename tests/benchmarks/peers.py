"""What the same workbook costs others: django-import-export on the same table, and the floor.

Both are given an easier task than ours: the peer needs no preview and no permission, the floor
copies what it reads into a bare table.
"""

import csv
import io
from decimal import Decimal

from django.db import connection
from import_export import fields, resources, widgets
from import_export.formats.base_formats import XLSX
from python_calamine import CalamineWorkbook

from pueredu.kit.roles import as_owner
from training.models import (
    Direction,
    HoursBatch,
    HoursClaim,
    Learner,
    RuleVersion,
    TrainingActivity,
    event_key,
)


class ClaimResource(resources.ModelResource):
    """The sheet of training as a ModelResource: people and directions are looked up by widgets."""

    learner = fields.Field("learner", "教师编号", widgets.ForeignKeyWidget(Learner, field="code"))
    held_on = fields.Field("held_on", "活动日期", widgets.DateWidget())
    direction = fields.Field(
        "direction", "方向", widgets.ForeignKeyWidget(Direction, field="title")
    )
    hours = fields.Field("hours", "学时", widgets.DecimalWidget())
    event_key = fields.Field("event_key", "event_key")

    class Meta:
        model = HoursClaim
        import_id_fields = ("learner", "event_key")
        fields = ("learner", "held_on", "direction", "hours", "event_key")

    def __init__(self, batch: HoursBatch, rule: RuleVersion):
        super().__init__()
        self.batch, self.rule = batch, rule
        self.activities: dict[str, TrainingActivity] = {}

    def before_import(self, dataset, **kwargs):
        days = [widgets.DateWidget().clean(day) for day in dataset["活动日期"]]
        titles, directions = dataset["活动名称"], dataset["方向"]
        keys = [
            event_key(title, day, self.rule.form) for title, day in zip(titles, days, strict=True)
        ]
        dataset.append_col(keys, header="event_key")
        for key, title, day, direction in zip(keys, titles, days, directions, strict=True):
            if key not in self.activities:
                self.activities[key] = self._activity(key, title, day, direction)

    def _activity(self, key, title, day, direction) -> TrainingActivity:
        return TrainingActivity.objects.create(
            title=title, form=self.rule.form, level=self.rule.level, held_on=day, hours=Decimal(6),
            direction=Direction.objects.get(title=direction), school=self.batch.school,
            county=self.batch.county, source=self.batch.source, event_key=key,
        )  # fmt: skip

    def before_save_instance(self, instance, row, **kwargs):
        instance.batch, instance.activity = self.batch, self.activities[row["event_key"]]
        instance.school_id, instance.county_id = self.batch.school_id, self.batch.county_id
        instance.form, instance.level = self.rule.form, self.rule.level


class BulkClaimResource(ClaimResource):
    """The same in bulk mode, without the diff of each row; people and directions are read once."""

    learner = fields.Field(
        "learner", "教师编号", widgets.CachedForeignKeyWidget(Learner, field="code")
    )
    direction = fields.Field(
        "direction", "方向", widgets.CachedForeignKeyWidget(Direction, field="title")
    )

    class Meta(ClaimResource.Meta):
        use_bulk = True
        skip_diff = True
        batch_size = 1000


def import_with(resource: type[ClaimResource], data: bytes, batch: HoursBatch) -> None:
    """Read with the package's own format and write, once; no dry run. As the owner of the tables:
    the package resets their sequences, which the application may not."""
    rule = RuleVersion.objects.in_force(batch.created_at.date())[0]
    rows = XLSX().create_dataset(data)
    with as_owner():
        result = resource(batch, rule).import_data(rows, raise_errors=True, use_transactions=True)
    assert not result.has_validation_errors()


def floor(data: bytes) -> None:
    """Calamine and COPY into a table without keys: no checks at all."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    buffer = io.StringIO()
    csv.writer(buffer).writerows(sheet.to_python()[1:])
    buffer.seek(0)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS bench_floor (code text, name text, title text,"
            " held_on date, rule text, direction text, hours numeric)"
        )
        cursor.copy_expert("COPY bench_floor FROM STDIN WITH (FORMAT csv)", buffer)
        cursor.execute("TRUNCATE bench_floor")
