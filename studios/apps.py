from django.apps import AppConfig


class StudiosConfig(AppConfig):
    name = "studios"
    verbose_name = "三名工作室"
    menu = (
        ("工作室", "studios:studio-list", "studios.view_studio"),
        ("工作室活动", "studios:activity-list", "studios.view_activity"),
    )
