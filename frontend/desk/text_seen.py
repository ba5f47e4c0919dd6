"""What an act makes public is what its page showed: the form says which words those were."""

from typing import Any

from django import forms

NONE_SEEN = "none"


class TextSeen(forms.CharField):
    """The digest of the text as it was shown; a form that comes back shows the text of now, and says so."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=64, widget=forms.HiddenInput)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is drawn again."""
        return initial
