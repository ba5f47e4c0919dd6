from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """The ground floor. Importing the mail room registers its errand."""

    name = "participation"

    def ready(self) -> None:
        from participation.delivery import mail  # noqa: F401
