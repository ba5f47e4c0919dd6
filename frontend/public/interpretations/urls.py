from django.urls import path

from frontend.public.interpretations import views

urlpatterns = [
    path("interpretations/", views.listing, name="interpretations"),
    path("interpretations/<slug:slug>/", views.show, name="interpretation"),
]
