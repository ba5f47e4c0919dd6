from django.urls import path

from frontend.desk.search import views

urlpatterns = [path("search/", views.search, name="desk_search")]
