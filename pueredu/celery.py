"""The Celery application; beat's table and the broker come from settings.

It chooses no settings: a default here would win over production's. Loaded by ``pueredu.ops``, not
with the package: who judges a file in a process of its own needs none of it.
"""

import logging.config

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

app = Celery("pueredu", task_cls="pueredu.audit.job:RememberedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def write_as_the_web_does(**_asked) -> None:
    """Worker and beat keep LOGGING; Celery's own lines would take whatever was typed as it is."""
    logging.config.dictConfig(settings.LOGGING)
