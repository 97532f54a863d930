from django.apps import AppConfig


class LoopConfig(AppConfig):
    name = "pueredu.loop"
    verbose_name = "事项闭环"

    def ready(self):
        from pueredu.loop.kinds import load_kinds

        load_kinds()
