from django.apps import AppConfig


class LoopConfig(AppConfig):
    name = "pueredu.loop"
    verbose_name = "事项闭环"
    menu = (("交办事项", "loop:matter-list", "loop.view_matter"),)

    def ready(self):
        from pueredu.loop.kinds import load_kinds

        load_kinds()
