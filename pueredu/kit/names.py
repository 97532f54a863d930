"""One verb, one name: how a verb of a record is called in permissions, urls and the audit."""

import re


def noun(model) -> str:
    """``HoursBatch`` → ``hours_batch``: the record's word in permissions and actions."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()


def permission(verb: str, model) -> str:
    """``submit`` of ``Report`` → ``accountability.submit_report``."""
    return f"{model._meta.app_label}.{verb}_{noun(model)}"


def url_name(verb: str, model) -> str:
    """``submit`` of ``HoursBatch`` → ``training:hours-batch-submit``."""
    return f"{model._meta.app_label}:{noun(model).replace('_', '-')}-{verb.replace('_', '-')}"


def audit_verb(verb: str, model) -> str:
    """``submit`` of ``Report`` → ``accountability.report.submit``."""
    return f"{model._meta.app_label}.{noun(model)}.{verb}"
