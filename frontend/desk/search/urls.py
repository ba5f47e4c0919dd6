from django.urls import path

from frontend.desk.search import contacts, views

urlpatterns = [
    path("search/", views.search, name="desk_search"),
    path("search/contact/", contacts.by_contact, name="desk_by_contact"),
]
