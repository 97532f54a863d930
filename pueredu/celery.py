"""The Celery application; beat's table and the broker come from settings.

It chooses no settings: a default here would win over production's. Loaded by ``pueredu.ops``, not
with the package: who judges a file in a process of its own needs none of it.
"""

from celery import Celery

app = Celery("pueredu", task_cls="pueredu.audit.job:RememberedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
