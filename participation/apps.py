from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    """The ground floor. Importing what the rooms do by themselves registers their jobs."""

    name = "participation"
    verbose_name = _("People and departments")  # what the administrator's corner shows of it

    def ready(self) -> None:
        from participation.accounts import inviting, leaving, naming, retention  # noqa: F401
        from participation.accounts import upkeep as accounts  # noqa: F401
        from participation.claims import actions  # noqa: F401
        from participation.corrections import ledger, mails  # noqa: F401
        from participation.deadlines import upkeep  # noqa: F401
        from participation.delivery import housekeeping, mail, schedule, sms  # noqa: F401
        from participation.files import upkeep as files  # noqa: F401
        from participation.ledger import system_checks  # noqa: F401
        from participation.notifications import mails as news_mails  # noqa: F401
        from participation.notifications import residents, standing_in  # noqa: F401
