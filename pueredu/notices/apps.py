from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "pueredu.notices"
    verbose_name = "通知提醒"

    def ready(self):
        from pueredu.notices.classes import load

        load()
