"""The desk's pages about texts and what is laid out with them."""

from django.urls import path

from frontend.desk import drafting, laid_out

CONSULTATION = "consultations/<slug:slug>/"
DRAFT = "documents/<slug:slug>/draft/"

urlpatterns = [
    path(f"{CONSULTATION}files/", laid_out.files, name="desk_files"),
    path(f"{CONSULTATION}files/<slug:token>/remove/", laid_out.remove, name="desk_remove_file"),
    path("documents/<slug:slug>/revise/", drafting.begin, name="desk_revise"),
    path(DRAFT, drafting.editor, name="desk_draft"),
    path(f"{DRAFT}renumber/", drafting.renumber, name="desk_draft_renumber"),
    path(f"{DRAFT}<slug:uid>/", drafting.edit, name="desk_draft_edit"),
    path(f"{DRAFT}<slug:uid>/add/", drafting.add, name="desk_draft_add"),
    path(f"{DRAFT}<slug:uid>/move/", drafting.move, name="desk_draft_move"),
    path(f"{DRAFT}<slug:uid>/remove/", drafting.remove, name="desk_draft_remove"),
]
