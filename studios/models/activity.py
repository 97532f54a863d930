"""What a studio does, entered once, and who was there."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Q, Sum
from django.urls import reverse

from pueredu.files.models import Attachment
from pueredu.kit.constraints import no_identity_number
from pueredu.kit.pinyin import pinyin_key
from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from studios.enums import ActivityState
from studios.models.studio import Studio


class ActivityKind(models.Model):
    """One of the kinds of activity that the letter and the domain paper name."""

    code = models.CharField("代码", max_length=40, unique=True)
    title = models.CharField("活动类型", max_length=40)
    precedence = models.PositiveSmallIntegerField("排序号", default=0)
    quote = models.CharField("原文", max_length=80, blank=True)
    source = models.CharField("来源", max_length=200)
    note = models.CharField("说明", max_length=200, blank=True)

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作室活动类型"
        ordering = ["precedence", "code"]

    def __str__(self):
        return self.title


class ActivityQuerySet(ScopedQuerySet):
    def unconfirmed(self, today):
        """Held, and still waiting for the host to confirm who was there."""
        return self.filter(state=ActivityState.DRAFT, held_on__lte=today)

    def confirmed(self):
        return self.filter(state=ActivityState.CONFIRMED)

    def with_numbers(self):
        """Adds ``attended``, the number of those present."""
        present = Count("attendances", filter=Q(attendances__is_present=True))
        return self.select_related("studio", "kind").annotate(attended=present)


class Activity(models.Model):
    """One activity of a studio. After confirmation it is evidence and is not changed any more."""

    studio = models.ForeignKey(
        Studio, models.PROTECT, related_name="activities", verbose_name="工作室"
    )
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name="县(区)"
    )
    school = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, verbose_name="挂牌学校"
    )
    kind = models.ForeignKey(
        ActivityKind, models.PROTECT, related_name="+", verbose_name="活动类型"
    )
    title = models.CharField("活动名称", max_length=120)
    held_on = models.DateField("活动日期")
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1)
    place = models.CharField("地点", max_length=120, blank=True)
    summary = models.TextField("活动纪要", blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=ActivityState, default=ActivityState.DRAFT
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name="确认人",
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True, editable=False)
    attachments = models.ManyToManyField(
        Attachment, related_name="+", blank=True, verbose_name="佐证材料"
    )

    scope = Scope(county="county", school="school", grant="studio")
    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作室活动"
        ordering = ["-held_on", "-id"]
        indexes = [
            models.Index(fields=["county", "state", "-held_on"], name="studio_activity_county"),
            models.Index(fields=["school", "-held_on"], name="activity_school"),
            models.Index(fields=["studio", "-held_on"], name="activity_studio"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="activity_once",
                fields=["studio", "held_on", "title"],
                condition=~Q(state="cancelled"),
                violation_error_message="这次活动已经登记过（同一天、同一名称），无需重复填写。",
            ),
            models.CheckConstraint(
                name="activity_hours_positive",
                condition=Q(hours__gt=0),
                violation_error_message="学时应大于 0。",
            ),
            models.CheckConstraint(
                name="activity_confirmed_by_someone",
                condition=~Q(state="confirmed")
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                violation_error_message="确认须记录确认人和时间。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("studios:activity-detail", args=[self.pk])

    def save(self, *args, **kwargs):
        """Keeps the studio's 县(区) and school of the day on which the activity was entered."""
        if self._state.adding:
            self.county_id, self.school_id = self.studio.county_id, self.studio.school_id
        super().save(*args, **kwargs)


class AttendanceQuerySet(ScopedQuerySet):
    def present(self):
        return self.filter(is_present=True)

    def confirmed(self):
        return self.filter(activity__state=ActivityState.CONFIRMED)

    def total_hours(self):
        """The sum of hours of those present; 0 for nobody."""
        return self.present().aggregate(total=Sum("hours"))["total"] or 0


class Attendance(models.Model):
    """One person at one activity, with the school and 县(区) of that day. A guest whose school the
    host did not know has none; the 县(区) is then the studio's."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="attendances", verbose_name="活动"
    )
    name = models.CharField("姓名", max_length=40)
    name_key = models.CharField("姓名排序键", max_length=120, editable=False)
    learner_code = models.CharField("教师编号", max_length=40)
    county = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="县(区)")
    school = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="学校"
    )
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1)
    is_present = models.BooleanField("到场", default=True)
    is_guest = models.BooleanField("非成员", default=False)

    scope = Scope(county="county", school="school", grant="activity__studio")
    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "出勤"
        ordering = ["activity", "is_guest", "name_key", "id"]
        indexes = [
            models.Index(fields=["county", "id"], name="attendance_county"),
            models.Index(fields=["school", "id"], name="attendance_school"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="attendance_once",
                fields=["activity", "learner_code"],
                violation_error_message="同一个教师编号在一次活动中只能出现一次。",
            ),
            models.CheckConstraint(
                name="attendance_code_given",
                condition=~Q(learner_code="") & ~Q(name=""),
                violation_error_message="请填写姓名和教师编号。",
            ),
            models.CheckConstraint(
                name="attendance_hours_positive",
                condition=Q(hours__gt=0),
                violation_error_message="学时应大于 0。",
            ),
            no_identity_number("learner_code", name="attendance_no_identity_number"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name_key = pinyin_key(self.name)[:120]
        super().save(*args, **kwargs)
