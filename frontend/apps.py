from django.apps import AppConfig


class FrontendConfig(AppConfig):
    name = "frontend"

    def ready(self) -> None:
        from frontend.desk.claims import ending  # noqa: F401
        from frontend.public.account import signing_in  # noqa: F401
        from frontend.signin import checks, listening  # noqa: F401
