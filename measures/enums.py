"""Kinds, ranks and states of this room."""

from django.db.models import TextChoices


class TextState(TextChoices):
    """Nothing official is invented: a text that nobody has entered says so."""

    PENDING = "pending", "正式文本待录入"
    ENTERED = "entered", "已录入"


class DocumentKind(TextChoices):
    MEASURES = "measures", "十条措施"
    SYSTEM = "system", "制度"
    METHOD = "method", "办法"
    TRAINING_DOCUMENT = "training_document", "培训文件"
    STUDIO_RULES = "studio_rules", "工作室管理办法"
    PLAN = "plan", "行动计划"


class Matching(TextChoices):
    """Whether a county must answer a document with its own; only REQUIRED can be overdue."""

    REQUIRED = "required", "要求配套"
    OPTIONAL = "optional", "可选配套"
    NOT_REQUIRED = "not_required", "不要求配套"


class GroupRank(TextChoices):
    CO_HEAD = "co_head", "双组长"
    EXECUTIVE_DEPUTY_HEAD = "executive_deputy_head", "常务副组长"
    DEPUTY_HEAD = "deputy_head", "副组长"
    MEMBER = "member", "成员"


class ProposalKind(TextChoices):
    CPPCC = "cppcc", "政协提案"
    CONGRESS = "congress", "人大建议"


class OutcomeClass(TextChoices):
    A = "A", "A类：已解决或基本解决"
    B = "B", "B类：列入计划逐步解决"
    C = "C", "C类：留作参考"


class CommitmentKind(TextChoices):
    PROMISE = "promise", "承诺"
    STANDING_DUTY = "standing_duty", "长期职责"
    STATED_FACT = "stated_fact", "已述事实"


class Comparison(TextChoices):
    EXACT = "exact", "等于"
    AT_LEAST = "at_least", "不少于"
    RANGE = "range", "范围"


class Period(TextChoices):
    ONCE = "once", "一次性"
    YEARLY = "yearly", "每年"
    CONTINUOUS = "continuous", "长期"


class LeadOrgan(TextChoices):
    """The organ of each 县(区) that leads; the value is the end of its unit's code."""

    PARTY_COMMITTEE = "party_committee", "县(区)委"
    GOVERNMENT = "government", "县(区)人民政府"
    EDUCATION_BUREAU = "education_bureau", "县(区)教育体育局"
    FINANCE = "finance", "县(区)财政部门"
    ESTABLISHMENT = "establishment", "县(区)编制部门"
    HUMAN_RESOURCES = "human_resources", "县(区)人社部门"
    DEVELOPMENT_REFORM = "development_reform", "县(区)发改部门"


class CommitmentState(TextChoices):
    """Only whether it was ever handed over; how far it is, its Matters know."""

    REGISTERED = "registered", "已登记"
    ISSUED = "issued", "已交办"


class CommitmentTransition(TextChoices):
    ISSUE = "issue", "交办各县(区)"
