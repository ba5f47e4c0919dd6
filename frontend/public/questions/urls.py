from django.urls import path

from frontend.public.questions import ask, views

urlpatterns = [
    path("questions/", views.listing, name="questions"),
    path("questions/ask/", ask.ask, name="ask"),
    path("questions/similar/", ask.similar, name="similar"),
    path("questions/<slug:number>/", views.show, name="question"),
]
