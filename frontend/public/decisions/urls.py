from django.urls import path

from frontend.public.decisions import hearings, lists, views

LISTS = "decisions/lists/"

urlpatterns = [
    path("decisions/", views.listing, name="decisions"),
    path(LISTS, lists.listing, name="lists"),
    path(f"{LISTS}<int:year>/<slug:department>/", lists.show, name="list"),
    path(f"{LISTS}<int:year>/<slug:department>/<int:edition>.xlsx", lists.download, name="list_xlsx"),
    path("decisions/<slug:slug>/", views.show, name="decision"),
    path("decisions/<slug:slug>/hearings/<int:pk>/", hearings.show, name="hearing"),
]
