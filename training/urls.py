from django.urls import path

from training.views import (
    adjustments,
    batches,
    bulk,
    certificates,
    claims,
    enrolments,
    evidence,
    experts,
    groups,
    learners,
    merging,
    overview,
    plans,
    posting,
    programmes,
    proofs,
    register,
    rolls,
    rosters,
    rule_versions,
    samples,
    sessions,
    shortfalls,
    yearly,
)

app_name = "training"


def verb(noun: tuple[str, str], word: str, view):
    """``batches/3/file/`` named ``hours-batch-file``: a page of one record."""
    name, folder = noun
    return path(f"{folder}/<int:pk>/{word}/", view.as_view(), name=f"{name}-{word}")


BATCH, OBJECTION = ("hours-batch", "batches"), ("objection", "objections")
CERTIFICATE, SAMPLE = ("certificate", "certificates"), ("sample-check", "samples")
ADJUSTMENT, LEARNER = ("adjustment", "adjustments"), ("learner", "learners")
GROUP, RULE = ("learner-group", "groups"), ("rule-version", "rules")
EXPERT, SUMMARY, FUND = (
    ("expert", "experts"),
    ("county-summary", "summaries"),
    ("fund-entry", "fund"),
)
PROGRAMME = ("programme", "programmes")
SESSION, ENROLMENT = ("training-session", "sessions"), ("enrolment", "enrolments")
PLAN = ("training-plan", "plans")
PROOF = ("hours-proof", "proofs")

urlpatterns = [
    path("overview/", overview.OverviewView.as_view(), name="overview"),
    path("mine/", learners.MyHoursView.as_view(), name="my-hours"),
    path("mine/postings/", posting.MyPostingsView.as_view(), name="my-postings"),
    path("roster/", rosters.RosterView.as_view(), name="roster"),
    path("learners/", learners.LearnerListView.as_view(), name="learner-list"),
    path("learners/<int:pk>/", learners.LearnerDetailView.as_view(), name="learner-detail"),
    path("learners/duplicates/", merging.DuplicateListView.as_view(), name="duplicate-list"),
    verb(LEARNER, "merge", merging.LearnerMergeView),
    path("learners/<int:pk>/proof/", proofs.HoursProofAddView.as_view(), name="hours-proof-add"),
    path("proofs/", proofs.HoursProofListView.as_view(), name="hours-proof-list"),
    path("proofs/<int:pk>/", proofs.HoursProofDetailView.as_view(), name="hours-proof-detail"),
    verb(PROOF, "revoke", proofs.HoursProofRevokeView),
    verb(LEARNER, "transfer", register.LearnerTransferView),
    verb(LEARNER, "leave", register.LearnerLeaveView),
    verb(LEARNER, "resume", register.LearnerResumeView),
    verb(LEARNER, "retire", register.LearnerRetireView),
    verb(LEARNER, "depart", register.LearnerDepartView),
    path("shortfalls/remind/", shortfalls.RemindView.as_view(), name="hours-reminder-add"),
    path("shortfalls/", shortfalls.ShortfallListView.as_view(), name="shortfall-list"),
    path("shortfalls/sheet/", shortfalls.ShortfallSheetView.as_view(), name="shortfall-sheet"),
    # what makes one person's requirement another
    path("adjustments/", adjustments.AdjustmentListView.as_view(), name="adjustment-list"),
    path(
        "learners/<int:pk>/adjustments/new/",
        adjustments.AdjustmentAddView.as_view(),
        name="adjustment-add",
    ),
    path(
        "adjustments/<int:pk>/",
        adjustments.AdjustmentDetailView.as_view(),
        name="adjustment-detail",
    ),
    verb(ADJUSTMENT, "revoke", adjustments.AdjustmentRevokeView),
    # yearly plans
    path("plans/", plans.TrainingPlanListView.as_view(), name="training-plan-list"),
    path("plans/new/", plans.TrainingPlanAddView.as_view(), name="training-plan-add"),
    path("plans/<int:pk>/", plans.TrainingPlanDetailView.as_view(), name="training-plan-detail"),
    verb(PLAN, "change", plans.TrainingPlanChangeView),
    verb(PLAN, "file", plans.TrainingPlanFileView),
    verb(PLAN, "register", plans.TrainingPlanRegisterView),
    verb(PLAN, "return", plans.TrainingPlanReturnView),
    # programmes, their sessions, seats and names
    path("programmes/", programmes.ProgrammeListView.as_view(), name="programme-list"),
    path("programmes/new/", programmes.ProgrammeAddView.as_view(), name="programme-add"),
    path("programmes/<int:pk>/", programmes.ProgrammeDetailView.as_view(), name="programme-detail"),
    verb(PROGRAMME, "change", programmes.ProgrammeChangeView),
    path(
        "programmes/<int:pk>/sessions/new/",
        sessions.TrainingSessionAddView.as_view(),
        name="training-session-add",
    ),
    path("sessions/", sessions.TrainingSessionListView.as_view(), name="training-session-list"),
    path(
        "sessions/<int:pk>/",
        sessions.TrainingSessionDetailView.as_view(),
        name="training-session-detail",
    ),
    verb(SESSION, "change", sessions.TrainingSessionChangeView),
    verb(SESSION, "announce", sessions.TrainingSessionAnnounceView),
    verb(SESSION, "recall", sessions.TrainingSessionRecallView),
    verb(SESSION, "close", sessions.TrainingSessionCloseView),
    verb(SESSION, "confirm", sessions.TrainingSessionConfirmView),
    verb(SESSION, "cancel", sessions.TrainingSessionCancelView),
    verb(SESSION, "roll", rolls.RollCallView),
    verb(SESSION, "quotas", enrolments.SessionQuotasView),
    path(
        "quotas/<int:pk>/change/",
        enrolments.SeatQuotaChangeView.as_view(),
        name="seat-quota-change",
    ),
    path("sessions/<int:pk>/enrol/", enrolments.EnrolmentAddView.as_view(), name="enrolment-add"),
    path("sessions/<int:pk>/rank/", enrolments.EnrolmentRankView.as_view(), name="enrolment-rank"),
    path(
        "sessions/<int:pk>/select/",
        enrolments.EnrolmentSelectView.as_view(),
        name="enrolment-select",
    ),
    verb(ENROLMENT, "withdraw", enrolments.EnrolmentWithdrawView),
    path(
        "enrolments/<int:pk>/evaluate/",
        experts.EvaluationAddView.as_view(),
        name="evaluation-add",
    ),
    # experts, needs
    path("experts/", experts.ExpertListView.as_view(), name="expert-list"),
    path("experts/new/", experts.ExpertAddView.as_view(), name="expert-add"),
    verb(EXPERT, "change", experts.ExpertChangeView),
    verb(SESSION, "experts", experts.SessionExpertsView),
    path("needs/", experts.NeedsListView.as_view(), name="needs-list"),
    path("needs/mine/", experts.NeedsAnswerView.as_view(), name="needs-answer"),
    # summaries of the 县(区), the fund
    path("summaries/", yearly.CountySummaryListView.as_view(), name="county-summary-list"),
    path("summaries/new/", yearly.CountySummaryAddView.as_view(), name="county-summary-add"),
    path(
        "summaries/<int:pk>/",
        yearly.CountySummaryDetailView.as_view(),
        name="county-summary-detail",
    ),
    verb(SUMMARY, "change", yearly.CountySummaryChangeView),
    verb(SUMMARY, "comment", yearly.CountySummaryCommentView),
    path(
        "summaries/<int:pk>/file/<int:file>/",
        yearly.CountySummaryFileView.as_view(),
        name="county-summary-file",
    ),
    path("fund/", yearly.FundEntryListView.as_view(), name="fund-entry-list"),
    path("fund/new/", yearly.FundEntryAddView.as_view(), name="fund-entry-add"),
    path("fund/<int:pk>/", yearly.FundEntryDetailView.as_view(), name="fund-entry-detail"),
    verb(FUND, "reverse", yearly.FundEntryReverseView),
    path(
        "fund/<int:pk>/file/<int:file>/",
        yearly.FundEntryFileView.as_view(),
        name="fund-entry-file",
    ),
    # the chain
    path("batches/", batches.HoursBatchListView.as_view(), name="hours-batch-list"),
    path("batches/post-all/", bulk.PostAllView.as_view(), name="post-all"),
    path("batches/file-all/", bulk.FileAllView.as_view(), name="file-all"),
    path("batches/verify-all/", bulk.VerifyAllView.as_view(), name="verify-all"),
    path("batches/recognise-all/", bulk.RecogniseAllView.as_view(), name="recognise-all"),
    path("batches/pull/", bulk.AttendancePullView.as_view(), name="attendance-pull"),
    path("batches/<int:pk>/", batches.HoursBatchDetailView.as_view(), name="hours-batch-detail"),
    verb(BATCH, "post", posting.HoursBatchPostView),
    verb(BATCH, "posting", posting.PostingSheetView),
    verb(BATCH, "withdraw", posting.HoursBatchWithdrawView),
    verb(BATCH, "file", batches.HoursBatchFileView),
    verb(BATCH, "verify", batches.HoursBatchVerifyView),
    verb(BATCH, "return", batches.HoursBatchReturnView),
    verb(BATCH, "recognise", batches.HoursBatchRecogniseView),
    verb(BATCH, "undo", batches.HoursBatchUndoView),
    verb(BATCH, "change", rosters.RosterChangeView),
    verb(BATCH, "delete", batches.HoursBatchDeleteView),
    verb(BATCH, "check-all", evidence.HoursBatchCheckAllView),
    verb(BATCH, "evidence", evidence.HoursBatchEvidenceView),
    verb(BATCH, "evidence-add", evidence.HoursBatchEvidenceAddView),
    path(
        "batches/<int:pk>/evidence/<int:file>/",
        evidence.HoursBatchEvidenceFileView.as_view(),
        name="hours-batch-evidence-file",
    ),
    # lines and the ledger
    path("claims/", claims.HoursClaimListView.as_view(), name="hours-claim-list"),
    path("claims/<int:pk>/", claims.HoursClaimDetailView.as_view(), name="hours-claim-detail"),
    path("entries/", claims.LedgerEntryListView.as_view(), name="ledger-entry-list"),
    path(
        "entries/<int:pk>/reverse/",
        claims.LedgerEntryReverseView.as_view(),
        name="ledger-entry-reverse",
    ),
    # objections
    path("objections/", posting.ObjectionListView.as_view(), name="objection-list"),
    path("objections/new/", posting.ObjectionAddView.as_view(), name="objection-add"),
    path("objections/<int:pk>/", posting.ObjectionDetailView.as_view(), name="objection-detail"),
    verb(OBJECTION, "accept", posting.ObjectionAcceptView),
    verb(OBJECTION, "reject", posting.ObjectionRejectView),
    # samples
    path("samples/", samples.SampleCheckListView.as_view(), name="sample-check-list"),
    path("samples/new/", samples.SampleCheckAddView.as_view(), name="sample-check-add"),
    path("samples/<int:pk>/", samples.SampleCheckDetailView.as_view(), name="sample-check-detail"),
    verb(SAMPLE, "change", samples.SampleCheckChangeView),
    # certificates
    path("certificates/", certificates.CertificateListView.as_view(), name="certificate-list"),
    path("certificates/new/", certificates.CertificateAddView.as_view(), name="certificate-add"),
    path(
        "certificates/<int:pk>/",
        certificates.CertificateDetailView.as_view(),
        name="certificate-detail",
    ),
    path(
        "certificates/<int:pk>/file/<int:file>/",
        certificates.CertificateFileView.as_view(),
        name="certificate-file",
    ),
    verb(CERTIFICATE, "submit", certificates.CertificateSubmitView),
    verb(CERTIFICATE, "accept", certificates.CertificateAcceptView),
    verb(CERTIFICATE, "return", certificates.CertificateReturnView),
    verb(CERTIFICATE, "withdraw", certificates.CertificateWithdrawView),
    # the catalogue of rules
    path("rules/", rule_versions.RuleVersionListView.as_view(), name="rule-version-list"),
    path(
        "rules/<int:pk>/",
        rule_versions.RuleVersionDetailView.as_view(),
        name="rule-version-detail",
    ),
    verb(RULE, "add", rule_versions.RuleVersionAddView),
    verb(RULE, "change", rule_versions.RuleVersionChangeView),
    verb(RULE, "enforce", rule_versions.RuleVersionEnforceView),
    verb(RULE, "withdraw", rule_versions.RuleVersionWithdrawView),
    # groups of a school
    path("groups/", groups.LearnerGroupListView.as_view(), name="learner-group-list"),
    path("groups/new/", groups.LearnerGroupAddView.as_view(), name="learner-group-add"),
    verb(GROUP, "change", groups.LearnerGroupChangeView),
    verb(GROUP, "delete", groups.LearnerGroupDeleteView),
]
