"""What the machine room notes about itself."""

from django.db import models

from pueredu.kit.scoping import Scope, ScopedQuerySet


class Heartbeat(models.Model):
    """The last time a periodic task ran to its end, by name of the task.

    Written by the task itself, so it proves beat, broker and worker together.
    """

    name = models.CharField("任务", max_length=40, unique=True)
    beaten_at = models.DateTimeField("最近完成时间")

    scope = Scope()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "运行心跳"

    def __str__(self):
        return self.name
