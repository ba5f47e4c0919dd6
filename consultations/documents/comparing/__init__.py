"""Comparing two states of a text, article by article."""

from consultations.documents.comparing.rows import Row, Side, compare, compare_drafts, compare_flat
from consultations.documents.comparing.words import mark_words

__all__ = ["Row", "Side", "compare", "compare_drafts", "compare_flat", "mark_words"]
