from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "pueredu.desk"
    verbose_name = "工作台"
    menu = (("改革总览", "desk:cockpit", "desk.view_cockpit"),)
