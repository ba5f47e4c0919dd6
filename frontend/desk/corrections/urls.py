from django.urls import path

from frontend.desk.corrections import views

urlpatterns = [
    path("corrections/", views.corrections, name="desk_corrections"),
    path("corrections/<int:pk>/", views.correction, name="desk_correction"),
    path("corrections/<int:pk>/<slug:way>/", views.decide, name="desk_decide_correction"),
]
