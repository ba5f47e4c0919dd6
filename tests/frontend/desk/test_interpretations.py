"""Writing interpretations in parts."""

import pytest
from django.test import Client

from consultations.documents.actions import import_draft
from consultations.documents.editing import begin_revision
from consultations.documents.reading import read_text
from consultations.models import Consultation
from frontend.desk.interpretations.rich_text import html_to_typed, typed_to_html
from participation.accounts.models import User
from responses.interpretations.actions import publish_interpretation
from responses.models import Interpretation
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import at

PAGE = "/desk/interpretations/explained/"


def said(*bodies: str, **more: str) -> dict[str, str]:
    """What the form sends for parts with these texts."""
    sent = {"title": "水价怎么变", "parts": str(len(bodies)), "go": "keep"}
    for n, body in enumerate(bodies):
        sent |= {f"part{n}-kind": "main", f"part{n}-heading": "", f"part{n}-body": body}
    return sent | more


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("一段", "<p>一段</p>"),
        ("一行\n二行", "<p>一行<br>二行</p>"),
        ("一段\n\n二段", "<p>一段</p><p>二段</p>"),
        ("如下：\n- 甲\n- 乙", "<p>如下：</p><ul><li>甲</li><li>乙</li></ul>"),
        ("3 < 5 & 6", "<p>3 &lt; 5 &amp; 6</p>"),
        ("<p>已是网页</p>", "<p>已是网页</p>"),
        ("", ""),
    ],
)
def test_typed_text_becomes_paragraphs_and_lists(typed: str, html: str) -> None:
    assert typed_to_html(typed) == html


@pytest.mark.parametrize(
    "html", ["<p>一</p><p>二<br>三</p>", "<p>甲</p><ul><li>乙</li></ul>", "<p>a &amp; b</p>", ""]
)
def test_what_was_typed_comes_back_as_it_was_typed(html: str) -> None:
    assert "<" not in html_to_typed(html)
    assert typed_to_html(html_to_typed(html)) == html


def test_richer_html_is_left_as_it_is() -> None:
    table = "<table><tbody><tr><td>一</td></tr></tbody></table>"
    assert html_to_typed(table) == table


def test_a_new_one_is_written_about_a_document(
    client: Client, official: User, consultation: Consultation
) -> None:
    address = f"/desk/interpretations/new/?document={consultation.document.slug}"
    at(client, official)
    assert consultation.document.title in client.get(address).context["form"]["title"].value()
    wrong = client.post(address, said("正文", title=""))
    assert {"title", "document"} == set(wrong.context["form"].errors)
    assert "正文" in wrong.content.decode()
    answer = client.post(address, said("正文", "", document=str(consultation.document.pk)))
    made = Interpretation.objects.get()
    assert answer["Location"] == f"/desk/interpretations/{made.slug}/"
    assert [part.body for part in made.parts.all()] == ["<p>正文</p>"]


def test_parts_are_added_moved_and_removed_without_any_script(
    client: Client, official: User, interpretation: Interpretation
) -> None:
    at(client, official)

    def bodies(move: str) -> list[str]:
        answer = client.post(PAGE, said("甲", "乙", move=move, go=""))
        assert answer.status_code == 200
        return [form["body"].value() for form in answer.context["parts"]]

    assert bodies("add") == ["甲", "乙", ""]
    assert bodies("down-0") == ["乙", "甲"]
    assert bodies("up-1") == ["乙", "甲"]
    assert bodies("remove-0") == ["乙"]
    assert bodies("up-0") == bodies("remove-9") == bodies("nonsense") == ["甲", "乙"]
    assert [part.body for part in interpretation.parts.all()] == ["<p>水价</p>"], "nothing is kept by moving"


@pytest.mark.parametrize("document", ["chosen", "", "0", "nonsense"])
def test_parts_of_a_new_one_are_moved_whatever_document_was_chosen(
    client: Client, official: User, consultation: Consultation, document: str
) -> None:
    chosen = str(consultation.document.pk) if document == "chosen" else document
    form_data = said("甲", "乙", move="up-1", go="", document=chosen)
    answer = at(client, official).post("/desk/interpretations/new/", form_data)
    assert answer.status_code == 200
    assert [form["body"].value() for form in answer.context["parts"]] == ["乙", "甲"]


def test_pasted_html_is_sanitised_in_the_preview_and_when_kept(
    client: Client, official: User, interpretation: Interpretation
) -> None:
    evil = '<p onclick="x()">好</p><script>alert(1)</script><img src=x onerror=alert(2)>'
    at(client, official)
    shown = client.post(PAGE, said(evil, go="preview")).context["preview"][0]["body"]
    client.post(PAGE, said(evil))
    kept = interpretation.parts.get().body
    for html in (shown, kept):
        assert "onclick" not in html and "<script" not in html and "<img" not in html


def test_a_wrong_part_is_named(client: Client, official: User, interpretation: Interpretation) -> None:
    wrong = said("正文") | {"part0-kind": "nonsense"}
    answer = at(client, official).post(PAGE, wrong)
    assert answer.status_code == 422 and answer.context["parts"][0].errors["kind"]
    for count in ("viele", "-1", "", "9" * 5000):
        answer = at(client, official).post(PAGE, {"title": "题", "parts": count, "go": "keep"})
        assert answer.status_code == 422 and "已损坏" in answer.content.decode()
    assert interpretation.parts.count() == 1, "a damaged form takes no part away"


def test_an_editor_publishes_it_and_never_its_writer(
    client: Client, official: User, editor: User, interpretation: Interpretation
) -> None:
    publish = f"{PAGE}publish/"
    assert at(DeskClient(), official).post(publish).status_code == 422
    assert "水价" in at(client, editor).get(publish).content.decode()
    assert client.post(publish)["Location"] == PAGE
    assert Interpretation.objects.get().status == "published"
    late = at(DeskClient(), official).post(PAGE, said("改"))
    assert late.status_code == 409 and "改" in late.content.decode()


def test_it_is_bound_to_a_text_of_its_document_and_to_no_other(
    client: Client, official: User, consultation: Consultation, interpretation: Interpretation
) -> None:
    begin_revision(consultation.draft_version, by=official)
    coming = consultation.document.versions.get(number=2)
    other = import_draft(read_text("第一条 别的文件。"), department=consultation.department, by=official)
    at(client, official)
    assert "尚未公布，第 2 版" in client.get(PAGE).content.decode()
    for forged in (other.pk, "0", "-1", "x", "9" * 30):
        answer = client.post(PAGE, said("正文", version=str(forged)))
        assert answer.status_code == 422 and list(answer.context["form"].errors) == ["version"], forged
        assert "正文" in answer.content.decode(), "what was typed is still there"
    assert client.post(PAGE, said("正文", version=str(coming.pk))).status_code == 302
    assert Interpretation.objects.get().version == coming
    new = said("正文", document=str(consultation.document.pk), version=str(other.pk))
    answer = client.post("/desk/interpretations/new/", new)
    assert list(answer.context["form"].errors) == ["version"]


def test_one_of_a_text_that_is_not_out_is_not_published(
    client: Client, official: User, editor: User, consultation: Consultation, interpretation: Interpretation
) -> None:
    begin_revision(consultation.draft_version, by=official)
    coming = consultation.document.versions.get(number=2)
    at(client, official).post(PAGE, said("正文", version=str(coming.pk)))
    answer = at(DeskClient(), editor).post(f"{PAGE}publish/")
    assert answer.status_code == 422 and "所解读的文本尚未公布" in answer.content.decode()
    assert Interpretation.objects.get().status == "draft"


def test_a_correction_binds_it_to_a_public_text_only(
    client: Client, official: User, editor: User, consultation: Consultation, interpretation: Interpretation
) -> None:
    publish_interpretation(interpretation, by=editor)
    begin_revision(consultation.draft_version, by=official)
    coming = consultation.document.versions.get(number=2)
    sent = said("水价", version=str(coming.pk), reason="改为解读新文本。", title="解读")
    answer = at(client, official).post(f"{PAGE}correct/", sent)
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["version"]
