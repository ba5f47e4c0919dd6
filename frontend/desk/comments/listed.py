"""The list of comments to be checked: each as the public would see it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consultations.comments.policies import to_moderate
from consultations.models import Comment, Consultation
from frontend.desk.desk_form import seen_as
from frontend.desk.lists.declared import DeskList, Order
from frontend.desk.lists.filters import ListFilter, search
from frontend.forms.rows import RowField
from frontend.forms.stances import StanceFilterField, sought_stance
from frontend.shared.dates import on
from frontend.shared.spreadsheets import Cell
from participation.accounts.models import User
from participation.text.masking import shown_text


class WaitingFilter(ListFilter):
    """Which of the comments that wait are listed."""

    consultation = RowField(
        Consultation.objects.none(), label=_("Consultation"), required=False, to_field_name="slug",
        empty_label=_("All"),
    )  # fmt: skip
    stance = StanceFilterField(_("All"))
    q = search(_("Words or number"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = self.fields["consultation"]
        assert isinstance(theirs, forms.ModelChoiceField)
        waiting = to_moderate(user).order_by().values("consultation")
        theirs.queryset = Consultation.objects.filter(pk__in=waiting).order_by("-id")

    def apply(self, rows: QuerySet[Comment]) -> QuerySet[Comment]:
        """The rows that match what could be understood."""
        chosen = self.chosen()
        rows = rows.filter(**sought_stance(chosen))
        if consultation := chosen.get("consultation"):
            rows = rows.filter(consultation=consultation)
        if words := chosen.get("q"):
            rows = rows.filter(body__icontains=words) | rows.filter(number__iexact=words)
        return rows


class WaitingLine(NamedTuple):
    """A comment with what the public would see of it. One that came with files is looked at by itself."""

    comment: Comment
    shown: str
    seen: str
    has_files: bool


def _lines(rows: Sequence[Comment]) -> list[WaitingLine]:
    with_files = set(
        Comment.files.through.objects.filter(comment__in=rows).values_list("comment_id", flat=True)
    )
    return [WaitingLine(row, shown_text(row.body), seen_as(row), row.pk in with_files) for row in rows]


def _cells(line: WaitingLine) -> list[Cell]:
    row = line.comment
    return [
        row.number, row.consultation.title, row.get_stance_display(), row.get_channel_display(),
        on(row.submitted_at), line.shown,
    ]  # fmt: skip


WAITING: DeskList[Comment] = DeskList(
    title=_("Comments to be checked"),
    empty=_("No comment waits to be checked"),
    rows_template="desk/moderation/rows.html",
    orders={"old": Order(_("Oldest first"), ("id",)), "new": Order(_("Newest first"), ("-id",))},
    dress=_lines,
    columns=(
        (_("Number"), 18), (_("Consultation"), 40), (_("Stance"), 12), (_("How it came"), 12), (_("Received on"), 12),
        (_("What the public will see"), 80),
    ),
    cells=_cells,
    ticks=True,
    claims="comments",
    empty_hint=_("What comes in appears here by itself."),
)  # fmt: skip
