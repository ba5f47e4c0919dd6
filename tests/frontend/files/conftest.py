"""Attachments on things, made through the same actions as everybody's."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import Settings

from consultations.models import Comment, Consultation
from participation.files.models import StoredFile
from tests.drafts import comment_on

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture(autouse=True)
def uploads(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(name: str = "水费单.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def address(file: StoredFile) -> str:
    return reverse("file", args=[file.token, file.name])


@pytest.fixture
def comment(consultation: Consultation) -> Comment:
    """A comment with two attachments that waits to be checked."""
    return comment_on(consultation, "附水费单。", files=[upload(), upload("身份证.png")])


@pytest.fixture
def bill(comment: Comment) -> StoredFile:
    return comment.files.get(name="水费单.png")


@pytest.fixture
def card(comment: Comment) -> StoredFile:
    return comment.files.get(name="身份证.png")
