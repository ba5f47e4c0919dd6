from django.urls import path

from frontend.public.documents import clauses, downloads, versions, views

DOCUMENT = "documents/<slug:slug>/"

urlpatterns = [
    path(DOCUMENT, views.show, name="document"),
    path(f"{DOCUMENT}compare/", versions.compare, name="compare"),
    path(f"{DOCUMENT}compare.docx", versions.compare_docx, name="compare_docx"),
    path(f"{DOCUMENT}clauses/<slug:uid>/", clauses.show, name="clause"),
    path(f"{DOCUMENT}<int:number>.docx", downloads.text, name="document_file"),
]
