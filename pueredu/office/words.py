"""The words of the memory: what an entry calls verbs, records, fields and values, in Chinese."""

from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime

from pueredu.accounts.enums import OwnAct
from pueredu.kit.diff import MASK
from pueredu.kit.names import audit_verb, noun
from pueredu.kit.templatetags.formats import day_short, moment
from pueredu.units.access.paper import WORDS as PAPER_WORDS
from pueredu.units.access.registry import flow_of, permissions

PLAIN_VERBS = {
    "add": "建立",
    "change": "修改",
    "delete": "删除",
    "view": "查看",
    "export": "导出",
    "import": "导入",
    "enter": "进入",
    "lock_out": "登录受限",
    "verify": "校验",
    **dict(OwnAct.choices),
}
# what is remembered outside of any record's own verbs
HOUSE_VERBS = {
    **{f"accounts.user.{act}": f"用户：{act.label}" for act in OwnAct},
    "accounts.user.lock_out": "用户：登录受限",
    "training.hours_proof.check": "学时证明：公开核验",
    "audit.link.verify": "审计链：核对",
    "audit.purged_segment.add": "审计链：清理到期记录",
    "files.attachment.reconcile": "附件：核对全部文件",
    "office.enter_admin": "进入办公后台",
    "door.rest": "同一分钟内的其余尝试",
}
NOTHING, YES, NO = "空", "是", "否"


def verb_label(verb: str, model=None) -> str:
    """The Chinese word of an audit verb such as ``accountability.report.submit``."""
    if verb in HOUSE_VERBS:
        return HOUSE_VERBS[verb].rpartition("：")[2]
    if verb.startswith(("task.", "command.")):
        kind, _, name = verb.partition(".")
        return f"{'后台任务' if kind == 'task' else '管理命令'} {name}"
    *_, last = verb.split(".")
    flow = flow_of(model) if model else None
    for transition in flow.verbs if flow else ():
        if transition == last:
            return transition.label
    return PLAIN_VERBS.get(last, PLAIN_VERBS.get(last.partition("_")[0], last))


def model_of(object_type: str):
    """The model that an entry names; None when it is gone, or when there was none."""
    try:
        return apps.get_model(object_type) if object_type else None
    except LookupError:
        return None


def model_label(object_type: str) -> str:
    """``accountability.report`` → its Chinese name; the text itself when the model is gone."""
    model = model_of(object_type)
    return str(model._meta.verbose_name) if model else object_type


def split(perm: str) -> tuple[str, type[models.Model] | None]:
    """A permission as an audit verb and its model: ``loop.close_matter`` → ``loop.matter.close``.
    What no model owns (``desk.view_cockpit``) stays as it is."""
    label, word = perm.split(".")
    owned = apps.get_app_config(label).get_models()
    for model in sorted(owned, key=lambda model: -len(noun(model))):
        if word.endswith(f"_{noun(model)}"):
            return audit_verb(word.removesuffix(f"_{noun(model)}"), model), model
    return perm, None


@cache
def known_verbs() -> dict[str, str]:
    """Every audit verb that a right or the house knows, with its words, by kind of record."""
    known = dict(HOUSE_VERBS)
    for perm in permissions():
        verb, model = split(perm)
        if model:
            known[verb] = f"{model._meta.verbose_name}：{verb_label(verb, model)}"
    return dict(sorted(known.items(), key=lambda item: item[1]))


def field_of(model, name: str):
    """The column of a model by its name; None for a detail that is no column."""
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None
    return field if getattr(field, "concrete", False) else None


def field_label(model, name: str) -> str:
    """The Chinese name of a column; a detail that is none keeps the name it was given."""
    field = field_of(model, name)
    return str(field.verbose_name) if field else PAPER_WORDS.get(name, name)


def value_label(field, text, names: dict[tuple, str]) -> str:
    """A remembered value as people read it. ``names`` has the records that relations point to."""
    if text in ("", None):
        return NOTHING
    if text == MASK or field is None:
        return str(text)
    if field.is_relation:
        return names.get((field.related_model, str(text)), f"编号 {text}")
    if field.choices:
        return str(dict(field.flatchoices).get(text, text))
    return _plain(field, str(text))


def _plain(field, text: str) -> str:
    if isinstance(field, models.BooleanField):
        return {"True": YES, "False": NO}.get(text, text)
    try:
        if isinstance(field, models.DateTimeField):
            return moment(parse_datetime(text))
        if isinstance(field, models.DateField):
            return day_short(parse_date(text))
    except ValueError:
        return text
    return text
