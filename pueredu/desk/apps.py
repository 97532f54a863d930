from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "pueredu.desk"
    verbose_name = "工作台"
    menu = (
        ("改革总览", "desk:cockpit", "desk.view_cockpit"),
        ("空缺职务", "desk:vacancies", "units.view_membership"),
    )
