from django.apps import AppConfig

from pueredu.calendar.shapes import name_values


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = "教师培训"
    menu = (
        ("我的学时", "training:my-hours", "training.view_own_hours"),
        ("录入活动", "training:roster", "training.add_hours_batch"),
        ("学时申报", "training:hours-batch-list", "training.view_hours_batch"),
        ("认定规则", "training:rule-version-list", "training.view_rule_version"),
        ("培训计划", "training:training-plan-list", "training.view_training_plan"),
        ("培训班次", "training:training-session-list", "training.view_training_session"),
        ("培训经费", "training:fund-entry-list", "training.view_fund_entry"),
        ("学时达标", "training:overview", "training.view_hours_batch"),
    )

    def ready(self):
        from training.enums import Stage, TrainingLevel

        name_values("training.bound_stages", dict(Stage.choices))
        name_values("training.city_check_levels", dict(TrainingLevel.choices))
