"""A browser's part of a form: what is hidden in it is sent along, as it stood when the page was drawn."""

from typing import Any

from django.test import Client
from lxml import html  # type: ignore[import-untyped]

CARRIED = ("revision", "block", "text_seen", "request")


class DeskClient(Client):
    """Sends what the form carries, from the page last seen or else from a fresh one; a test may say it otherwise."""

    seen: Any = None  # the answer to the last GET

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """As a client does; the page is remembered."""
        self.seen = super().get(*args, **kwargs)
        return self.seen

    def post(self, path: str, data: Any = None, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        """As a client does, with what the form carries."""
        if path.startswith("/desk/") and isinstance(data or {}, dict):
            data = {**self._carried(path, data or {}), **(data or {})}
        return super().post(path, data, *args, **kwargs)

    def _carried(self, path: str, data: dict[str, Any]) -> dict[str, str]:
        if any(name.endswith("revision") for name in data):
            return {}
        above = path.split("?")[0].rstrip("/").rpartition("/")[0] + "/"
        forms = _forms(self.seen, path) or _forms(super().get(path), path) or _forms(super().get(above), path)
        fitting = max(forms, key=lambda form: len(set(form.fields) & set(data)), default=None)
        hidden = {} if fitting is None else dict(fitting.form_values())
        return {name: value for name, value in hidden.items() if name.endswith(CARRIED)}


def _forms(page: Any, path: str) -> list[Any]:
    """The forms of a page that go to this address."""
    if page is None or page.status_code != 200 or not page.content:
        return []
    here = page.request["PATH_INFO"]
    return [
        form
        for form in html.fromstring(page.content.decode()).forms
        if form.method == "POST" and (form.get("action") or here).split("?")[0] == path.split("?")[0]
    ]
