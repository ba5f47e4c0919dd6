from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from frontend import health, styleguide

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("api/", include("frontend.api.urls")),
    path("desk/", include("frontend.desk.urls")),
    path("", include("frontend.files.urls")),
    path("", include("frontend.preferences.urls")),
    path("", include("frontend.public.urls")),
]
if settings.DEBUG:
    urlpatterns += [path("styleguide/", styleguide.show), path("styleguide/desk/", styleguide.show_desk)]
