from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "pueredu.calendar"
    verbose_name = "日历与参数"
