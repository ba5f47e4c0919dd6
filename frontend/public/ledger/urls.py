from django.urls import path, re_path

from frontend.public.ledger import views

urlpatterns = [
    path("ledger/checkpoint", views.checkpoint, name="ledger_checkpoint"),
    path("ledger/vkey", views.vkey, name="ledger_vkey"),
    path("ledger/tile/entries/<path:place>", views.entries, name="ledger_entries"),
    re_path(r"^ledger/tile/(?P<level>0|[1-9][0-9]?)/(?P<place>.+)$", views.tile, name="ledger_tile"),
]
