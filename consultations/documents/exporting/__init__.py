"""Documents and comparisons as Word files."""

from consultations.documents.exporting.compared import export_comparison
from consultations.documents.exporting.text import export_docx

__all__ = ["export_comparison", "export_docx"]
