"""Hours that are missing: said by somebody, and by the calendar towards the end of filing. To the
teacher and the school alone; no leader reads of one person's year."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from pueredu.kit.templatetags.formats import number
from pueredu.notices.classes import Due, Notice, Reminder
from pueredu.units.access.holders import holders
from training.queries import schools_short, short_near_the_end


class HoursReminderAdded(Notice):
    """To the person, or to those who file for the school."""

    on = "training.add_hours_reminder"
    to = "training.add_hours_batch"
    reason = "年度培训学时尚未达到要求"

    @classmethod
    def recipients(cls, subject) -> list:
        if subject.learner:
            return [subject.learner.user] if subject.learner.user else []
        return holders(cls.to, subject)

    @classmethod
    def title(cls, subject) -> str:
        missing = number(subject.hours)
        if subject.learner:
            return f"提醒：您的{subject.year}培训学时还差 {missing} 学时，请抓紧完成"
        return (
            f"提醒：{subject.school.short_name}还有 {subject.people} 人未达到{subject.year}"
            f"培训学时要求，合计还差 {missing} 学时"
        )

    @classmethod
    def url(cls, subject) -> str:
        return reverse("training:my-hours" if subject.learner else "training:shortfall-list")


class OwnHoursShort(Reminder):
    key = "own_shortage"
    reason = "您的年度培训学时尚未达到要求"

    @classmethod
    def due(cls, today: date) -> Iterable[Due]:
        rows = short_near_the_end(today)
        return (Due(row, day, "training.view_own_hours") for row, day in rows)

    @classmethod
    def title(cls, subject) -> str:
        return f"您的年度培训学时还差 {number(subject.gap)} 学时，学校申报即将截止"

    @classmethod
    def url(cls, subject) -> str:
        return reverse("training:my-hours")


class SchoolHoursShort(Reminder):
    """To the school, or the 中心学校 of a point."""

    key = "school_shortage"
    reason = "您负责本单位的培训学时"
    words = "{subject.short_name}还有 {subject.short} 人年度培训学时未达标，申报即将截止"

    @classmethod
    def due(cls, today: date) -> Iterable[Due]:
        return (Due(unit, day, "training.add_hours_batch") for unit, day in schools_short(today))

    @classmethod
    def url(cls, subject) -> str:
        return reverse("training:shortfall-list")
