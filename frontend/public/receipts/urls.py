from django.urls import path

from frontend.public.receipts import receipt_lookup

urlpatterns = [
    path("track/", receipt_lookup.look_up, name="track"),
    path("track/<slug:number>/", receipt_lookup.show, name="tracked"),
    path("track/<slug:number>/again/", receipt_lookup.send_again, name="send_again"),
    path("track/<slug:number>/withdraw/", receipt_lookup.withdraw, name="withdraw"),
    path("track/<slug:number>/rate/", receipt_lookup.rate, name="rate"),
    path("track/<slug:number>/proof/", receipt_lookup.proof, name="proof"),
]
