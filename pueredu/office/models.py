"""What each member of the bureau sets up for the own work at the counter."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import QueryDict

from pueredu.kit.scoping import Scope, ScopedQuerySet


class SavedViewQuerySet(ScopedQuerySet):
    def of_page(self, path: str):
        """The views of one list, in the order of their names."""
        return self.filter(path=path).order_by("name")


class SavedView(models.Model):
    """A list as one person wants to see it: its conditions and its columns, under a name."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="所属人"
    )
    path = models.CharField("列表", max_length=120)
    name = models.CharField("名称", max_length=20)
    query = models.CharField("条件", max_length=1000, blank=True)
    columns = models.JSONField("显示的列", default=list, blank=True)
    is_first = models.BooleanField("打开列表时先用", default=False)

    scope = Scope(person="owner")
    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常用视图"
        ordering = ["path", "name"]
        constraints = [
            models.UniqueConstraint(
                name="saved_view_name_once",
                fields=["owner", "path", "name"],
                violation_error_message="您在这张列表上已有同名的视图，请换一个名称。",
            ),
            models.UniqueConstraint(
                name="saved_view_one_first",
                fields=["owner", "path"],
                condition=Q(is_first=True),
                violation_error_message="一张列表只能有一个先用的视图。",
            ),
            models.CheckConstraint(
                name="saved_view_named",
                condition=~Q(name=""),
                violation_error_message="请填写视图的名称。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The list as it was kept."""
        query = QueryDict(self.query, mutable=True)
        query["view"] = self.pk
        return f"{self.path}?{query.urlencode()}"
