"""The Celery application; beat's table and the broker come from settings.

It chooses no settings: it is loaded with the package, before ``manage.py`` or ``wsgi`` has said
which ones apply, and a default here would win over production's.
"""

from celery import Celery

app = Celery("pueredu", task_cls="pueredu.audit.job:RememberedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
