"""What beat calls, and when."""

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE = {
    # expires: ticks do not pile up while no worker runs; one tick catches up on everything
    "tick": {"task": "pueredu.ops.tasks.tick", "schedule": 60.0, "options": {"expires": 55}},
    "audit-anchor": {
        "task": "pueredu.audit.tasks.anchor",
        "schedule": 600.0,
        "options": {"expires": 590},
    },
    "audit-verify": {
        "task": "pueredu.ops.tasks.watch_audit",
        "schedule": crontab(hour=2, minute=40),
        "options": {"expires": 3600},
    },
    "files-reconcile": {
        "task": "pueredu.ops.tasks.watch_files",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 3600},
    },
    "studio-hours": {
        "task": "training.tasks.pull_studio_attendances",
        "schedule": 600.0,
        "options": {"expires": 590},
    },
    "training-sessions": {
        "task": "training.tasks.turn_training_sessions",
        "schedule": crontab(hour=0, minute=20),
        "options": {"expires": 3600},
    },
    "training-years": {
        "task": "training.tasks.open_next_training_year",
        "schedule": crontab(hour=0, minute=30),
        "options": {"expires": 3600},
    },
    "sign-ins": {
        "task": "pueredu.ops.tasks.forget_sign_ins",
        "schedule": crontab(hour=3, minute=20),
    },
    "staged-rows": {
        "task": "pueredu.workbooks.tasks.forget_staged_rows",
        "schedule": crontab(hour=3, minute=40),
    },
}
