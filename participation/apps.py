from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """The ground floor. Importing the rooms' subscriptions registers their errands and periodic jobs."""

    name = "participation"

    def ready(self) -> None:
        from participation.deadlines import subscriptions  # noqa: F401
        from participation.delivery import mail  # noqa: F401
        from participation.files import subscriptions as files  # noqa: F401
        from participation.ledger import subscriptions as ledger  # noqa: F401
