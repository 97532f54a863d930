from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkbooksConfig(AppConfig):
    name = "pueredu.workbooks"
    verbose_name = "表格"

    def ready(self):
        # Rooms register their SheetKinds; the floor never names a room.
        autodiscover_modules("resources")
