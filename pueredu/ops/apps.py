from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "pueredu.ops"
    verbose_name = "运维"
