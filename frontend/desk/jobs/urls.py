from django.urls import path

from frontend.desk.jobs import views

urlpatterns = [
    path("jobs/", views.jobs, name="desk_jobs"),
    path("jobs/again/", views.all_again, name="desk_jobs_again"),
    path("jobs/<int:pk>/again/", views.again, name="desk_job_again"),
]
