from django.urls import path

from frontend.desk.decisions import completion, lists, stage, views

DECISION = "decisions/<slug:slug>/"

urlpatterns = [
    path("decisions/", views.decisions, name="desk_decisions"),
    path("decisions/new/", views.new, name="desk_new_decision"),
    path("decisions/lists/", lists.lists, name="desk_lists"),
    path("decisions/lists/<int:pk>/", lists.show, name="desk_list"),
    path("decisions/lists/<int:pk>/publish/", lists.publish, name="desk_publish_list"),
    path("decisions/lists/<int:pk>/completion/", completion.record, name="desk_completion"),
    path("decisions/lists/<int:pk>/completion/publish/", completion.publish, name="desk_publish_completion"),
    path("decisions/lists/<slug:department>/<int:year>/", lists.write, name="desk_write_list"),
    path(DECISION, views.decision, name="desk_decision"),
    path(f"{DECISION}edit/", views.edit, name="desk_edit_decision"),
    path(f"{DECISION}attach/", views.attach_to, name="desk_attach"),
    path(f"{DECISION}stages/<slug:stage>/", stage.stage, name="desk_stage"),
    path(f"{DECISION}do/<slug:name>/", views.act_page, name="desk_decision_act"),
]
