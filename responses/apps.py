from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """How the government answers. `ready` imports the rooms' subscriptions and nothing else."""

    name = "responses"

    def ready(self) -> None:
        from responses.interpretations import subscriptions as interpretations  # noqa: F401
        from responses.questions import subscriptions as questions  # noqa: F401
        from responses.replies import subscriptions as replies  # noqa: F401
        from responses.supervision import subscriptions as supervision  # noqa: F401
