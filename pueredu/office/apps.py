from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "pueredu.office"
    verbose_name = "柜台"
