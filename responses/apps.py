from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """How the government answers. `ready` imports what the rooms do by themselves and nothing else."""

    name = "responses"

    def ready(self) -> None:
        from responses.interpretations import corrections, deadlines, dossiers  # noqa: F401
        from responses.interpretations import mails as interpretation_mails  # noqa: F401
        from responses.questions import belongings, ledger, mails, time_mails, work_mails  # noqa: F401
        from responses.questions import deadlines as question_deadlines  # noqa: F401
        from responses.questions import upkeep as question_upkeep  # noqa: F401
        from responses.replies import corrections as reply_corrections  # noqa: F401
        from responses.replies import ledger as reply_ledger  # noqa: F401
        from responses.replies import mails as reply_mails  # noqa: F401
        from responses.replies import work_mails as reply_work_mails  # noqa: F401
        from responses.supervision import mails as chaser_mails  # noqa: F401
        from responses.supervision import open_work, upkeep  # noqa: F401
