from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "pueredu.units"
    verbose_name = "单位与任职"
    menu = (("任职", "units:membership-list", "units.change_membership"),)

    def ready(self):
        from pueredu.units.access.registry import load_rules

        load_rules()
