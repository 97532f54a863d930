from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "pueredu.ops"
    verbose_name = "运维"

    def ready(self):
        """Web processes ring the same broker as the workers."""
        import pueredu.celery  # noqa: F401 - a task is bound to the application that is there
