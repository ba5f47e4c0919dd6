from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    """What the government asks. `ready` imports the rooms' subscriptions and nothing else."""

    name = "consultations"

    def ready(self) -> None:
        from consultations.comments import subscriptions as comments  # noqa: F401
        from consultations.notices import subscriptions as notices  # noqa: F401
        from consultations.outcomes import subscriptions as outcomes  # noqa: F401
        from consultations.weighing import subscriptions as weighing  # noqa: F401
