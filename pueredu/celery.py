"""The Celery application; beat's table and the broker come from settings.

It chooses no settings: it is loaded with the package, before ``manage.py`` or ``wsgi`` has said
which ones apply, and a default here would win over production's.
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
