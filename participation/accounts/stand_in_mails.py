"""What the two people are told by mail when one stands in for the other, and when it ends."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from participation.accounts.stand_in_models import StandIn
from participation.delivery.mail import letter, post
from participation.text.days import day_words


def tell(row: StandIn, occasion: int) -> None:
    """Both of them, each in their own language, with what it means for them."""
    for each in (row.person, row.deputy):
        with translation.override(each.language or settings.LANGUAGE_CODE):
            said = {
                "deputy": row.deputy, "person": row.person,
                "first": day_words(row.first_day), "last": day_words(row.last_day),
            }  # fmt: skip
            subject, happened, *more = (
                _ended(said) if row.ended_at else _named(said, is_deputy=each.pk == row.deputy_id)
            )
            if each.email:
                body = letter(_("%(sentence)s.") % {"sentence": happened}, *more, _page())
                post(each.email, subject, body, key=f"standin:{occasion}:{each.pk}")


def _named(said: dict[str, object], *, is_deputy: bool) -> list[str]:
    """The subject, what happened, and what it means."""
    if is_deputy:
        return [
            _("You stand in for %(person)s") % said,
            _("You stand in for %(person)s from %(first)s to %(last)s") % said,
            _("On these days you may do at the desk what %(person)s may, in your own name and on behalf of %(person)s. "
              "What waits there is told to you too.") % said,
            _("To do so, sign in and choose “Act on this person's behalf” at the top of the desk."),
        ]  # fmt: skip
    return [
        _("%(deputy)s stands in for you") % said,
        _("%(deputy)s stands in for you from %(first)s to %(last)s") % said,
        _(
            "On these days %(deputy)s may do at the desk what you may; each act says who did it and on whose behalf."
        )
        % said,
    ]


def _ended(said: dict[str, object]) -> list[str]:
    return [
        _("A stand-in has ended: %(person)s") % said,
        _("%(deputy)s no longer stands in for %(person)s") % said,
        _("It was ended today; what was done until then stands."),
    ]


def _page() -> str:
    return _("Leave and stand-ins: %(link)s") % {"link": f"{settings.SITE_URL}/desk/standing-in/"}
