from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "pueredu.office"
    verbose_name = "柜台"

    def ready(self):
        """The comings and goings are heard from the start."""
        from pueredu.office import comings  # noqa: F401
