"""The administrator's corner has no door of its own."""

from django.test import Client

from participation.accounts.models import User
from tests.cast import PASSWORD


def test_the_administrators_corner_is_entered_by_the_door_that_counts_wrong_passwords(
    client: Client, resident: User
) -> None:
    User.objects.filter(pk=resident.pk).update(is_staff=True, is_superuser=True)
    tried = client.post("/admin/login/?next=/admin/", {"username": "resident", "password": PASSWORD})
    assert tried.status_code == 302 and tried["Location"].startswith("/accounts/login/")
    assert "sessionid" not in client.cookies
    client.force_login(resident)
    assert client.get("/admin/").status_code == 200


def test_officials_and_residents_stay_out_of_it(client: Client, resident: User, administrator: User) -> None:
    for person in (resident, administrator):
        client.force_login(person)
        assert client.get("/admin/").status_code == 302
        assert client.get("/admin/login/?next=/admin/").status_code == 403
