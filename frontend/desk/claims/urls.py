from django.urls import path

from frontend.desk.claims import views

urlpatterns = [path("claims/<slug:kind>/<int:pk>/<slug:way>/", views.claim, name="desk_claim")]
