"""Every address of the site hangs on the frontend floor."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.urls import include, path

# One way in: the administrator's own sign-in page would count no wrong passwords.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# What proves who somebody is, is changed at the desk or by themselves, where it is audited: never in this corner.
for model in (EmailAddress, Authenticator):
    admin.site.unregister(model)

urlpatterns = [
    path("accounts/", include("frontend.signin.urls")),
    path("admin/", admin.site.urls),
    path("", include("frontend.urls")),
]
handler400 = "frontend.errors.bad_request"
handler403 = "frontend.errors.forbidden"
handler404 = "frontend.errors.not_found"
handler429 = "frontend.errors.too_many"  # asked for by the sign-in library
handler500 = "frontend.errors.server_error"
