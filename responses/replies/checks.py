"""What the desk says before a reply goes to sign-off: it warns, people decide."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

ACKNOWLEDGED = re.compile(
    r"^(?:您好|你好|网友|尊敬的\S{0,12})?[，,：:！!。\s]*"
    r"(?:您?的?(?:留言|来信|来件|反映|建议|问题|意见|诉求)?(?:情况)?)?"
    r"(?:已|己)?(?:收悉|收到|知悉|阅|转交|转办|转|处理|记录)\S{0,30}$"
)
# Nothing here may repeat from each of its own letters: an official pastes what somebody sent, and the server waits.
DATE_OR_BASIS = re.compile(
    r"《[^《》]+》|第[一二三四五六七八九十百零\d]+条|\d月\d+日|\d{3,4}-\d{7,8}|\d(?:元|天|日|个工作日|%)"
)
PASSED_ON = re.compile(r"请(?:您)?(?:拨打|咨询|联系|致电|向)|建议您?(?:咨询|联系|向)")
SHORT = 15


@dataclass(frozen=True)
class Warning:
    """One thing to look at again."""

    code: str
    message: str


def check_reply(title: str, body: str, reply: str) -> list[Warning]:
    """Look a draft over: answers nothing, too short, only sends people elsewhere, leaves questions open."""
    text = reply.strip()
    bare = re.sub(r"\s|[，。！？、：；,.!?:;]", "", text)
    if not bare:
        return [Warning("empty", _("The reply is empty."))]
    found = []
    if len(bare) <= SHORT or ACKNOWLEDGED.match(text):
        found.append(
            Warning(
                "empty_acknowledgement", _("This only says that the message arrived. It does not answer it.")
            )
        )
    elif len(bare) < 60 and PASSED_ON.search(text) and not DATE_OR_BASIS.search(text):
        found.append(
            Warning("passed_on", _("This only sends the person elsewhere. Answer what can be answered here."))
        )
    asked = len(re.findall(r"[？?]", f"{title}\n{body}"))
    if asked > 1 and len(bare) < 40 * asked and not found:
        found.append(
            Warning(
                "may_be_partial",
                _("The person asked %(count)d things: see that each is answered.") % {"count": asked},
            )
        )
    if not found and not DATE_OR_BASIS.search(text):
        found.append(
            Warning("no_basis", _("The reply names no date, figure, clause or contact that it rests on."))
        )
    return found
