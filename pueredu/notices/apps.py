from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "pueredu.notices"
    verbose_name = "通知提醒"
