"""Correcting what was read, line by line, on the preview: nothing is kept until it is confirmed."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.documents.correcting import change_line, drop_line, join_line, lines_of
from consultations.documents.structure import NOT_CLAUSES, Draft, Level, Node
from frontend.desk.access import DeskRequest
from frontend.desk.documents.forms import LEVELS
from frontend.desk.documents.sealed_draft import seal
from frontend.desk.documents.text_forms import KeepTextForm
from frontend.forms.acts import show
from participation.errors import Refused

# the buttons of the preview: each carries the number of the line it is about
OPEN, CLOSE, APPLY, JOIN, JOIN_PARAGRAPH, DROP = "fix", "close", "apply", "join", "join_paragraph", "drop"
BUTTONS = (OPEN, CLOSE, APPLY, JOIN, JOIN_PARAGRAPH, DROP)
LEFT_OUT = (
    (Level.CONTENTS, _("Left out: printed contents")),
    (Level.TITLE, _("Left out: title printed again")),
)


class LineForm(forms.Form):
    """One line of what was read."""

    level = forms.ChoiceField(label=_("Kind"), choices=(*LEVELS, *LEFT_OUT))
    label = forms.CharField(label=pgettext_lazy("of a clause", "Number"), required=False, max_length=40)
    heading = forms.CharField(label=_("Short title"), required=False, max_length=300)
    text = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 4}))


@dataclass
class Correction:
    """The confirmation with the draft as corrected so far, and the line that is open with its form."""

    keep: KeepTextForm
    line: int | None = None
    form: LineForm | None = None


@dataclass(frozen=True)
class DraftLine:
    """A line as the preview shows it."""

    number: int
    node: Node
    is_left_out: bool


def is_correction(request: DeskRequest) -> bool:
    """Whether a button at a line was pressed, not the confirmation."""
    return any(name in request.POST for name in BUTTONS)


def corrected(request: DeskRequest, keep: KeepTextForm) -> Correction:
    """Do what the button says. What cannot be done is said at the line, which stays open."""
    keep.is_valid()
    found = keep.cleaned_data.get("sealed")
    if found is None:
        return Correction(keep)
    draft, name, department = found
    button, number = _pressed(request)
    done = Correction(keep)
    if button == OPEN and 0 <= number < len(lines_of(draft)):
        done = Correction(keep, number, LineForm(prefix="line", initial=_said(lines_of(draft)[number])))
    elif button in (APPLY, JOIN, JOIN_PARAGRAPH, DROP):
        form = LineForm(request.POST, prefix="line")
        if not _do(draft, button, number, form):
            done = Correction(keep, number, form)
    initial = {"title": request.POST.get("title", "")[:300], "sealed": seal(draft, name, department)}
    done.keep = KeepTextForm(initial=initial)
    return done


def drawn_lines(draft: Draft) -> list[DraftLine]:
    """Every line that was read; contents and a title printed again are shown as what they are."""
    left_out: set[int] = set()
    lines = []
    for number, node in enumerate(lines_of(draft)):
        if node.level in NOT_CLAUSES:
            left_out.update(id(each) for each in node.walk())
        lines.append(DraftLine(number, node, id(node) in left_out))
    return lines


def _do(draft: Draft, button: str, number: int, form: LineForm) -> bool:
    if button == APPLY and not form.is_valid():
        return False
    try:
        if button == APPLY:
            change_line(draft, number, **form.cleaned_data)
        elif button == DROP:
            drop_line(draft, number)
        else:
            join_line(draft, number, as_paragraph=button == JOIN_PARAGRAPH)
    except Refused as refused:
        form.full_clean()
        show(form, refused)
        return False
    return True


def _pressed(request: DeskRequest) -> tuple[str, int]:
    button = next(name for name in BUTTONS if name in request.POST)
    number = request.POST[button]
    return button, int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else -1


def _said(node: Node) -> dict[str, Any]:
    return {"level": node.level, "label": node.label, "heading": node.heading, "text": node.text}
