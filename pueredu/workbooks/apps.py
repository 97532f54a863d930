from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    name = "pueredu.workbooks"
    verbose_name = "表格"
