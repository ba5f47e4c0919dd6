from django.urls import path

from frontend.live.consumers import Live

websocket_urlpatterns = [path("ws/live/", Live.as_asgi())]  # type: ignore[arg-type]
