"""The Celery application; beat's table and the broker come from settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pueredu.settings.dev")

app = Celery("pueredu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
