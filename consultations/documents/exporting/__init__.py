"""Documents and comparisons as Word files."""

from .compared import export_comparison
from .text import export_docx

__all__ = ["export_comparison", "export_docx"]
