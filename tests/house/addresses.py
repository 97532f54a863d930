"""What stands behind each address: the row that every url pattern of the portal must have.

``record`` is the kind of record (tests/house/town.py) whose key the address takes; of ``needs``
one right is asked besides the mark of the view, ``view`` is the right to know that the record exists.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    record: str = ""
    needs: tuple[str, ...] = ()
    view: str = ""


def _pages(namespace: str, record: str, view: str, *names: str, **more) -> dict[str, Row]:
    return {f"{namespace}:{name}": Row(record, view=view, **more) for name in names}


LISTS = (
    "desk:home",
    "desk:cockpit",
    "desk:search",
    "desk:vacancies",
    "office:sign-in",
    "office:sign-in-code",
    "office:sign-out",
    "office:inbox",
    "accounts:me",
    "accounts:correct",
    "accounts:password-change",
    "accounts:sessions-end",
    "accounts:second-factor",
    "accounts:recovery-codes",
    "accounts:activate",
    "accounts:privacy",
    "accounts:activations",
    "accounts:unused",
    "text-size",
    "proof",
    "ops:livez",
    "ops:readyz",
    "loop:matter-list",
    "units:membership-list",
    "units:membership-add",
    "accountability:report-list",
    "measures:measure-list",
    "measures:commitment-list",
    "measures:commitment-task-list",
    "measures:reply-list",
    "measures:leading-group-list",
    "measures:policy-document-list",
    "training:overview",
    "training:my-hours",
    "training:roster",
    "training:learner-list",
    "training:duplicate-list",
    "training:training-plan-list",
    "training:training-plan-add",
    "training:expert-list",
    "training:expert-add",
    "training:needs-list",
    "training:needs-answer",
    "training:county-summary-list",
    "training:county-summary-add",
    "training:fund-entry-list",
    "training:fund-entry-add",
    "training:programme-list",
    "training:programme-add",
    "training:training-session-list",
    "training:shortfall-list",
    "training:hours-reminder-add",
    "training:shortfall-sheet",
    "training:adjustment-list",
    "training:hours-proof-list",
    "training:hours-batch-list",
    "training:verify-all",
    "training:recognise-all",
    "training:attendance-pull",
    "training:post-all",
    "training:file-all",
    "training:my-postings",
    "training:hours-claim-list",
    "training:ledger-entry-list",
    "training:objection-list",
    "training:objection-add",
    "training:sample-check-list",
    "training:sample-check-add",
    "training:certificate-list",
    "training:certificate-add",
    "training:learner-group-list",
    "training:rule-version-list",
    "training:learner-group-add",
    "workbooks:import-job-list",
    "studios:studio-list",
    "studios:coverage",
    "studios:studio-add",
    "studios:activity-list",
)

# a table is imported by who may import this kind of table
IMPORTS = (
    "training.import_hours_batch",
    "training.import_learner",
    "training.import_training_activity",
    "accounts.import_user",
    "units.import_unit",
)

ROWS: dict[str, Row] = {
    **{name: Row() for name in LISTS},
    "office:message-open": Row("message", view="own"),
    "desk:handover": Row("post", view="own"),
    "units:newcomer-add": Row(needs=("accounts.issue_activation_user",)),
    **_pages(
        "units", "post", "units.view_membership", "membership-detail", "membership-change",
        "membership-end",
    ),
    "workbooks:import-job-add": Row(needs=IMPORTS),
    "workbooks:import-job-template": Row(needs=IMPORTS),
    **_pages(
        "accounts", "user", "accounts.view_user", "user-issue-activation", "user-unmask-phone",
    ),
    **_pages(
        "loop", "matter", "loop.view_matter", "matter-detail", "matter-file", "matter-receive",
        "matter-report-progress", "matter-submit", "matter-return", "matter-close",
        "matter-extend", "matter-chase", "matter-reopen", "matter-withdraw",
        "matter-appoint-deputy", "matter-end-deputy",
    ),
    **_pages(
        "accountability", "report", "accountability.view_report", "report-detail", "report-fill",
        "report-submit", "report-return", "report-accept", "report-unlock", "report-file",
    ),
    **_pages("measures", "measure", "measures.view_measure", "measure-detail"),
    **_pages(
        "measures", "commitment", "measures.view_commitment", "commitment-detail",
        "commitment-issue",
    ),
    **_pages("measures", "task", "measures.view_commitment_task", "commitment-task-detail"),
    **_pages("measures", "reply", "measures.view_reply", "reply-detail"),
    **_pages("measures", "group", "measures.view_leading_group", "leading-group-detail"),
    **_pages("measures", "document", "measures.view_policy_document", "policy-document-detail"),
    **_pages(
        "training", "learner", "training.view_learner", "learner-detail", "adjustment-add",
        "hours-proof-add", "learner-merge", "learner-transfer", "learner-leave", "learner-resume", "learner-retire",
        "learner-depart",
    ),
    **_pages(
        "training", "adjustment", "training.view_adjustment", "adjustment-detail",
        "adjustment-revoke",
    ),
    **_pages(
        "training", "proof", "training.view_hours_proof", "hours-proof-detail",
        "hours-proof-revoke",
    ),
    **_pages(
        "training", "programme", "training.view_programme", "programme-detail",
        "programme-change", "training-session-add",
    ),
    **_pages(
        "training", "session", "training.view_training_session", "training-session-detail",
        "training-session-change", "training-session-announce", "training-session-recall",
        "training-session-close", "training-session-confirm", "training-session-cancel",
        "training-session-quotas", "training-session-roll", "training-session-experts", "enrolment-add", "enrolment-rank", "enrolment-select",
    ),
    **_pages("training", "quota", "training.view_seat_quota", "seat-quota-change"),
    **_pages("training", "enrolment", "training.view_enrolment", "enrolment-withdraw", "evaluation-add"),
    **_pages("training", "expert", "training.view_expert", "expert-change"),
    **_pages(
        "training", "summary", "training.view_county_summary", "county-summary-detail",
        "county-summary-change", "county-summary-comment", "county-summary-file",
    ),
    **_pages(
        "training", "fund", "training.view_fund_entry", "fund-entry-detail", "fund-entry-reverse",
        "fund-entry-file",
    ),
    **_pages(
        "training", "plan", "training.view_training_plan", "training-plan-detail",
        "training-plan-change", "training-plan-file", "training-plan-register",
        "training-plan-return",
    ),
    **_pages(
        "training", "batch", "training.view_hours_batch", "hours-batch-detail",
        "hours-batch-file", "hours-batch-verify", "hours-batch-return", "hours-batch-recognise",
        "hours-batch-delete", "hours-batch-change", "hours-batch-post", "hours-batch-posting",
        "hours-batch-withdraw", "hours-batch-undo", "hours-batch-evidence",
        "hours-batch-evidence-add", "hours-batch-evidence-file", "hours-batch-check-all",
    ),
    **_pages("training", "claim", "training.view_hours_claim", "hours-claim-detail"),
    **_pages("training", "entry", "training.view_ledger_entry", "ledger-entry-reverse"),
    **_pages(
        "training", "objection", "training.view_objection", "objection-detail",
        "objection-accept", "objection-reject",
    ),
    **_pages(
        "training", "sample", "training.view_sample_check", "sample-check-detail",
        "sample-check-change",
    ),
    **_pages(
        "training", "certificate", "training.view_certificate", "certificate-detail",
        "certificate-submit", "certificate-accept", "certificate-return", "certificate-withdraw",
        "certificate-file",
    ),
    **_pages(
        "training", "learner_group", "training.view_learner_group", "learner-group-change",
        "learner-group-delete",
    ),
    **_pages(
        "training", "rule", "training.view_rule_version", "rule-version-detail",
        "rule-version-add", "rule-version-change", "rule-version-enforce", "rule-version-withdraw",
    ),
    **_pages(
        "workbooks", "job", "workbooks.view_import_job", "import-job-detail", "import-job-confirm",
        "import-job-correct", "import-job-cancel", "import-job-undo", "import-job-handout", "import-job-errors",
        "import-job-file",
    ),
    **_pages(
        "studios", "studio", "studios.view_studio", "studio-detail", "studio-file", "studio-name",
        "studio-decline", "studio-appoint-host", "studio-revoke", "studio-expire",
        "studio-member-add", "activity-add",
    ),
    **_pages("studios", "member", "studios.view_studio_member", "studio-member-release"),
    **_pages(
        "studios", "activity", "studios.view_activity", "activity-detail", "activity-change",
        "activity-confirm", "activity-cancel", "activity-file",
    ),
}  # fmt: skip
