"""What a matter is in the eyes of the law. A notice has the traits of its kind, its own, and those of its matter."""

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from participation.deadlines.rulebook import COMMENT_PERIODS
from participation.errors import Invalid
from participation.text.cleaning import INVISIBLE


class Trait(TextChoices):
    """The first four are kinds of notice too; the codes are stored."""

    MAJOR_DECISION = "major_decision", _("Major decision")
    NORMATIVE_DOCUMENT = "normative_document", _("Normative document")
    BUSINESS_RELATED = "business_related", _("It affects business")
    OTHER = "other", _("Other matter")
    PLANNING = "planning", _("It is a plan of town and country (城乡规划)")
    LAND = "land", _("It takes collective land, with compensation and resettlement")
    DEMOLITION = "demolition", _("It compensates for houses taken on state-owned land")
    OBJECTED = "objected", _("Most of those whose land or house is taken hold the plan to be unlawful")
    PRICE = "price", _("It sets a price of a public utility or service (政府定价)")
    TECHNICAL = "technical", _("It is technical")
    RISKY = "risky", _("It may harm society, the environment or public finances")


# What may be ticked beside the kind of a notice or a matter.
CONCERNS = (Trait.PLANNING, Trait.LAND, Trait.DEMOLITION, Trait.OBJECTED, Trait.PRICE)
# The rule that sets the least comment period of what has the trait; the strictest of them holds.
FLOORS = COMMENT_PERIODS | {Trait.PLANNING: "A24", Trait.LAND: "A25", Trait.DEMOLITION: "A26"}


# What normative documents are called (国办发〔2018〕37号 and the provinces' rules on them), be they drafts or on trial;
# a few characters more, “2026版” or “及附件”, make nothing else of them.
RULE_NAME = re.compile(
    r"(办法|规定|细则|规则|通告|决定|(?:实施|若干|指导|管理|暂行)意见)"
    r"(?:[\W\d_]|[一二三四五六七八九十版稿及和附件修改订正方案全文新]){0,8}$"
)
# What plans, prices and the taking of land and houses are called.
CONCERN_NAME = re.compile(r"价格|收费|票价|水价|电价|气价|征地|征收|拆迁|总体规划|详细规划|国土空间规划")
# The letters of these words, and of the marks of a draft, in their traditional form.
TRADITIONAL = str.maketrans(
    "辦規則細決實導見價費電氣徵遷總體詳劃國間關於訂議討論試暫發佈頒",
    "办规则细决实导见价费电气征迁总体详划国间关于订议讨论试暂发布颁",
)
PASSED_ON = re.compile(r"(?:关于)?(?:印发|发布|公布|颁布)?(.+)的(?:通知|公告|通告)")
IN_BRACKETS = re.compile(r"[(（〔\[][^()（）〔〕\[\]]*[)）〕\]]")
STATE = re.compile(
    r"(征求意见|送审|讨论|修订|修改|审议|公示|初|草|第[一二三四五六七八九十\d]+次?)*"
    r"(稿|草案|修正案|修订案|修订|修改|版|试行|暂行)$"
)


def is_named_as_rule(*titles: str) -> bool:
    """Whether a text or notice of such a name is about a normative document, as far as a name tells."""
    return any(RULE_NAME.search(bare_name(name)) for name in _names(titles))


def is_named_as_concern(*titles: str) -> bool:
    """Whether by its name it sets a price, takes land or houses, or is a plan of town and country."""
    return any(CONCERN_NAME.search(bare_name(name)) for name in _names(titles))


def _names(titles: Iterable[str]) -> list[str]:
    return [name for title in titles for name in (title, *quoted_names(title))]


def quoted_names(title: str) -> list[str]:
    """The documents that a title speaks of: 《…》, and what a 通知 passes on."""
    plain = _simplified(title)
    return [
        *re.findall(r"《([^《》]+)》", plain),
        *(name.split("关于")[-1] for name in PASSED_ON.findall(plain)),
    ]


def bare_name(name: str) -> str:
    """Without what it says of its state: brackets, “征求意见稿”, “草案”."""
    bare = IN_BRACKETS.sub("", "".join(_simplified(name).split())).strip("《》")
    while (shorter := STATE.sub("", bare)) != bare:
        bare = shorter
    return bare


def _simplified(name: str) -> str:
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", name)).translate(TRADITIONAL)


def checked_concerns(names: Iterable[str]) -> list[str]:
    """As the row keeps them: known ones, each once, in one order. Raises Invalid."""
    wanted = set(names)
    if wanted - set(CONCERNS):
        message = _now("Choose from what is offered.")
        raise Invalid(message, errors={"concerns": [message]})
    if Trait.OBJECTED in wanted and not wanted & {Trait.LAND, Trait.DEMOLITION}:
        message = _now("This is asked where land or houses are taken: tick that too.")
        raise Invalid(message, errors={"concerns": [message]})
    return [each.value for each in CONCERNS if each in wanted]


def labels_of(traits: Iterable[str]) -> list[str]:
    """Their names, in the order of the law's list."""
    known = set(traits)
    return [str(each.label) for each in Trait if each in known]
