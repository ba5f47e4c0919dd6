from django.urls import path

from frontend.desk.documents import editor, views

DRAFT = "documents/<slug:slug>/draft/"

urlpatterns = [
    path("consultations/new/", views.new, name="desk_new_text"),
    path("consultations/<slug:slug>/text/", views.next_text, name="desk_next_text"),
    path("documents/<slug:slug>/revise/", editor.begin, name="desk_revise"),
    path(DRAFT, editor.editor, name="desk_draft"),
    path(f"{DRAFT}renumber/", editor.renumber, name="desk_draft_renumber"),
    path(f"{DRAFT}title/", editor.title, name="desk_draft_title"),
    path(f"{DRAFT}<slug:uid>/", editor.edit, name="desk_draft_edit"),
    path(f"{DRAFT}<slug:uid>/add/", editor.add, name="desk_draft_add"),
    path(f"{DRAFT}<slug:uid>/move/", editor.move, name="desk_draft_move"),
    path(f"{DRAFT}<slug:uid>/remove/", editor.remove, name="desk_draft_remove"),
]
