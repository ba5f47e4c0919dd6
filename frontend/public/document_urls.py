"""A document's clauses one by one, and any two of its published versions side by side."""

from django.urls import path

from frontend.public import clauses, versions

DOCUMENT = "documents/<slug:slug>/"

urlpatterns = [
    path(f"{DOCUMENT}compare/", versions.compare, name="compare"),
    path(f"{DOCUMENT}compare.docx", versions.compare_docx, name="compare_docx"),
    path(f"{DOCUMENT}clauses/<slug:uid>/", clauses.show, name="clause"),
]
