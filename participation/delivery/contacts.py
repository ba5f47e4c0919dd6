"""What somebody leaves to be reached by: one mail address or one telephone number."""

import re
import unicodedata

from django.utils.translation import gettext as _

from participation.delivery.mail import is_address
from participation.errors import Message
from participation.text.cleaning import one_line

EXTENSION = re.compile(r"(转|分机|ext\.?|#|-)\d{1,6}$", re.I)
TELEPHONE = re.compile(
    r"1[3-9]\d{9}"  # mobile
    r"|0(10|2\d|[3-9]\d\d)\d{7,8}"  # an area code and a number
    r"|[2-9]\d{6,7}"  # a number of the own county
    r"|[48]00\d{7}"
    r"|(\+|00)(?!86)[1-9]\d{6,14}"  # abroad
)


def is_telephone(text: str) -> bool:
    """Whether this is one telephone number: mobile or landline, with +86, an area code or an extension if need be."""
    closed = re.sub(r"\s", "", text)
    return any(TELEPHONE.fullmatch(_figures(each)) for each in (closed, EXTENSION.sub("", closed)))


def as_matched(text: str) -> str:
    """What of a contact counts when rows are looked for by it: a mail address without case, a number's figures."""
    plain = one_line(unicodedata.normalize("NFKC", text))
    return plain.casefold() if is_address(plain) else _figures(re.sub(r"\s", "", plain))


def _figures(text: str) -> str:
    figures = re.sub(r"[\-–—.()]", "", text)
    mobile = re.sub(r"^(\+|00)?86(?=1[3-9]\d{9}$)", "", figures)
    return re.sub(r"^(\+|00)860?", "0", mobile)


def checked_contact(text: str, errors: dict[str, list[Message]]) -> str:
    """The contact as it is kept, in the figures and signs of a keyboard in English; what is wrong with it is put into
    `errors`: nobody is promised an answer at an address that is none."""
    contact = one_line(unicodedata.normalize("NFKC", text))
    if contact and not is_address(contact) and not is_telephone(contact):
        errors["contact"] = [
            _("This is neither a mail address nor a telephone number. Write one of them, or leave it empty.")
        ]
    return contact
