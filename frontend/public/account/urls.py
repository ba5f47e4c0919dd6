from django.urls import path

from frontend.public.account import data, phone, profile, views

urlpatterns = [
    path("accounts/", views.items, name="own"),
    path("accounts/claim/", views.claim, name="claim"),
    path("accounts/profile/", profile.show, name="profile"),
    path("accounts/profile/address/", profile.add, name="add_address"),
    path("accounts/profile/address/<int:number>/<slug:what>/", profile.change, name="change_address"),
    path("accounts/profile/phone/", phone.show, name="phone"),
    path("accounts/profile/phone/<slug:what>/", phone.change, name="change_phone"),
    path("accounts/data/", data.show, name="own_data"),
    path("accounts/data/download/", data.download, name="download_data"),
    path("accounts/data/delete/", data.leave, name="leave"),
]
