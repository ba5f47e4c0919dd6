from django.urls import path

from frontend.desk.notifications import views

urlpatterns = [
    path("notifications/", views.news, name="desk_news"),
    path("notifications/read/", views.read_all, name="desk_read_all_news"),
    path("notifications/choices/", views.choices, name="desk_news_choices"),
    path("notifications/<int:pk>/read/", views.read, name="desk_read_news"),
]
