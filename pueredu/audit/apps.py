from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "pueredu.audit"
    verbose_name = "审计"
