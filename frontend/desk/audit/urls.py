from django.urls import path

from frontend.desk.audit import views

urlpatterns = [
    path("audit/", views.audit, name="desk_audit"),
    path("audit/<int:pk>/", views.entry, name="desk_audit_entry"),
]
