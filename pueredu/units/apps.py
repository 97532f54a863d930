from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "pueredu.units"
    verbose_name = "单位与任职"

    def ready(self):
        from pueredu.units.access.registry import load_rules

        load_rules()
