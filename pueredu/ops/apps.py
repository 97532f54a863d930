from django.apps import AppConfig

# Whoever asks a worker for something (the web, a command) must know the broker: a process that
# never imports our application would ask Celery's own default one, on a server that is not there.
from pueredu import celery

__all__ = ["OpsConfig", "celery"]


class OpsConfig(AppConfig):
    name = "pueredu.ops"
    verbose_name = "运维"
