from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """The ground floor. Importing what the rooms do by themselves registers their jobs."""

    name = "participation"

    def ready(self) -> None:
        from participation.corrections import ledger, mails  # noqa: F401
        from participation.deadlines import upkeep  # noqa: F401
        from participation.delivery import housekeeping, mail, schedule  # noqa: F401
        from participation.files import upkeep as files  # noqa: F401
