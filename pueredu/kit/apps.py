from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "pueredu.kit"
    verbose_name = "工具"
