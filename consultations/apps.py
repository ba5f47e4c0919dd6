from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    """What the government asks. `ready` imports what the rooms do by themselves and nothing else."""

    name = "consultations"

    def ready(self) -> None:
        from consultations.comments import belongings, ledger, mails, upkeep, work_mails  # noqa: F401
        from consultations.decisions import deadlines as decision_deadlines  # noqa: F401
        from consultations.decisions import (  # noqa: F401
            following,
            handing_over,
            nature,
            open_work,
            publishing,
            putting_right,
        )
        from consultations.decisions import ledger as decision_ledger  # noqa: F401
        from consultations.decisions import mails as decision_mails  # noqa: F401
        from consultations.decisions.engagements import corrections as engagement_corrections  # noqa: F401
        from consultations.decisions.engagements import ledger as engagement_ledger  # noqa: F401
        from consultations.decisions.engagements import mails as engagement_mails  # noqa: F401
        from consultations.decisions.execution import ledger as execution_ledger  # noqa: F401
        from consultations.decisions.execution import mails as execution_mails  # noqa: F401
        from consultations.decisions.execution import work_mails as execution_work_mails  # noqa: F401
        from consultations.decisions.hearings import corrections as hearing_corrections  # noqa: F401
        from consultations.decisions.hearings import ledger as hearing_ledger  # noqa: F401
        from consultations.decisions.hearings import mails as hearing_mails  # noqa: F401
        from consultations.decisions.hearings import work_mails as hearing_work_mails  # noqa: F401
        from consultations.documents import corrections as header_corrections  # noqa: F401
        from consultations.documents import ledger as header_ledger  # noqa: F401
        from consultations.notices import corrections, deadlines  # noqa: F401
        from consultations.notices import mails as notice_mails  # noqa: F401
        from consultations.outcomes import corrections as outcome_corrections  # noqa: F401
        from consultations.outcomes import mails as feedback_mails  # noqa: F401
        from consultations.outcomes import work_mails as outcome_mails  # noqa: F401
