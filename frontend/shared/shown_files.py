"""The attachments that a page shows, fetched with the rows they hang on."""

from django.db.models import Prefetch

from consultations.models import Comment, Consultation
from participation.files.models import StoredFile
from responses.models import Question

# for lists of comments: each gets `shown_files`, what everybody may fetch
SHOWN = Prefetch("files", StoredFile.objects.filter(is_public=True).order_by("pk"), to_attr="shown_files")


def all_files(row: Comment | Question | Consultation) -> list[StoredFile]:
    """Everything that hangs on it, for officials, its sender, and everybody on a notice. One query."""
    return list(row.files.order_by("pk"))


def shown_files(row: Comment | Question) -> list[StoredFile]:
    """What a person has let be shown, once the thing itself is public. One query."""
    return [each for each in all_files(row) if each.is_public]
