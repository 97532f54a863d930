from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "pueredu.units"
    verbose_name = "单位与任职"
