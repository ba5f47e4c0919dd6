"""What is filled in when time is asked for, and when somebody decides it."""

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from frontend.desk.desk_form import DeskForm
from frontend.forms.fields import explaining
from frontend.forms.rows import RowField
from participation.deadlines.limits import days_to_extend, extension_rule, ground_words, pause_grounds
from participation.deadlines.models import TimeRequest
from participation.deadlines.queries import waiting_request
from participation.deadlines.rulebook import Rule


def _at_most(field: forms.Field, most: int, message: str) -> None:
    """The ceiling that the rules set, in the field and in its refusal."""
    field.widget.attrs["max"] = most
    field.validators.append(MaxValueValidator(most, message))


class TimeReasonForm(DeskForm):
    """Why time is asked for, as the public will read it."""

    reason = explaining(
        forms.CharField(
            label=_("Reason"),
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"required": _("Give the reason.")},
            help_text=_(
                "Public once it is agreed to: whom or what is waited for, and why the answer needs it."
            ),
        )
    )


class PauseForm(TimeReasonForm):
    """On which ground of the rules, and how long at most."""

    ground = forms.ChoiceField(
        label=_("Ground of the pause"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the grounds that the rules have for this term."),
            "invalid_choice": _("Choose one of the grounds that the rules have for this term."),
        },
    )
    days = forms.IntegerField(
        label=_("Days at most"), help_text=_("Counted as the ground counts them."), min_value=1
    )
    field_order = ("ground", "days", "reason")

    def prepare(self) -> None:
        """The grounds of this question's term, each with its longest and its basis."""
        grounds = pause_grounds(self.row.deadline.rule_id) if self.row.deadline else []
        ground = self.fields["ground"]
        assert isinstance(ground, forms.ChoiceField)
        ground.choices = [(each.id, _choice(each)) for each in grounds]
        if grounds:
            longest = max(grounds, key=lambda each: each.number)
            text = _now("On this ground it may stand for at most %(amount)s.") % {"amount": longest.amount}
            _at_most(self.fields["days"], longest.number, text)
        self.initial.setdefault("days", 5)


def _choice(ground: Rule) -> str:
    words = {"ground": ground_words(ground), "amount": ground.amount, "basis": ground.basis_said}
    if ground.confirmed:
        return _now("%(ground)s: at most %(amount)s (%(basis)s)") % words
    return _now("%(ground)s: at most %(amount)s (%(basis)s, not yet confirmed here)") % words


class ExtensionForm(TimeReasonForm):
    """How many days more."""

    days = forms.IntegerField(label=_("Working days more"), min_value=1)
    field_order = ("days", "reason")

    def prepare(self) -> None:
        """What the rules still allow: in the field, in its hint and in its refusal."""
        law = extension_rule(self.row.deadline.rule_id) if self.row.deadline else None
        if law is None:
            return
        left = days_to_extend(self.row.deadline, law)
        words = {"amount": law.amount, "basis": law.basis_said, "left": left}
        hint = _now("All together at most %(amount)s (%(basis)s).") % words
        if left < law.number:
            hint = _now("All together at most %(amount)s (%(basis)s); %(left)d are left.") % words
        self.fields["days"].help_text = hint
        refusal = _now("All extensions together are at most %(amount)s (%(basis)s).") % words
        _at_most(self.fields["days"], left, refusal)
        self.initial.setdefault("days", min(5, left))


class RequestForm(DeskForm):
    """One request, the one that was read: no other is decided by this form."""

    request = RowField(
        queryset=TimeRequest.objects.none(),
        widget=forms.HiddenInput,
        error_messages={
            "required": _("This request belongs to another question."),
            "invalid_choice": _("This request belongs to another question."),
        },
    )

    def prepare(self) -> None:
        """The request that waits."""
        field = self.fields["request"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = TimeRequest.objects.filter(deadline=self.row.deadline_id).select_related("deadline")
        self.initial.setdefault("request", waiting_request(self.row.deadline))


class GrantForm(RequestForm):
    """What is said to who asked; it may stay empty."""

    words = forms.CharField(
        label=_("Words to who asked"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RefuseForm(RequestForm):
    """Why not."""

    words = forms.CharField(
        label=_("Why not"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why not.")},
    )
