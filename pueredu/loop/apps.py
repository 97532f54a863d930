from django.apps import AppConfig


class LoopConfig(AppConfig):
    name = "pueredu.loop"
    verbose_name = "事项闭环"
