"""Which text an interpretation explains: the draft that was put to the public, or the final text; never just "it"."""

from consultations.models import Document, Version
from responses.interpretations.models import Interpretation

PUBLISHED = Version.Status.PUBLISHED


def newest_text(document: Document) -> Version | None:
    """What one explains unless another text is named: the newest public one that holds, else the newest draft."""
    public = document.versions.filter(status=PUBLISHED, withdrawn_at=None).order_by("number").last()
    return public or document.versions.order_by("number").last()


def standing_final(document: Document) -> Version | None:
    """The final text that holds; None before there is one and after it was taken back."""
    return (
        document.versions.filter(status=PUBLISHED, is_final=True, withdrawn_at=None).order_by("number").last()
    )


def is_explained(final: Version) -> bool:
    """Whether a published interpretation explains this very text: one of the draft, or of a text before, does not."""
    return Interpretation.objects.filter(version=final, status=Interpretation.Status.PUBLISHED).exists()
