from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "pueredu.desk"
    verbose_name = "工作台"
