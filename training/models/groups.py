"""Groups inside a school that train by themselves: 年级组, 教研组. One person may be in several."""

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.units.models import Unit
from training.models.people import Learner


class LearnerGroupQuerySet(ScopedQuerySet):
    def with_sizes(self):
        """``size``: how many belong to each."""
        return self.annotate(size=Count("members"))


class LearnerGroup(models.Model):
    """Who has left the school stays a member and stands on no roster: rosters ask for both."""

    school = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="单位", db_index=False
    )
    county = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name="县(区)", editable=False
    )
    name = models.CharField("组名", max_length=30)
    members = models.ManyToManyField(
        Learner, related_name="groups", blank=True, verbose_name="成员"
    )

    scope = Scope(county="county", school="school")
    objects = LearnerGroupQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "校内分组"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                name="learner_group_once",
                fields=["school", "name"],
                violation_error_message="本单位已有同名的分组。",
            ),
            models.CheckConstraint(
                name="learner_group_named",
                condition=~Q(name=""),
                violation_error_message="请填写组名。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("training:learner-group-change", args=[self.pk])

    def save(self, *args, **kwargs):
        self.county_id = self.school.area_id
        super().save(*args, **kwargs)
