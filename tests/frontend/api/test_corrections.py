"""What was put right or taken back, as a program reads it: what changed, and nothing else."""

from consultations.documents.editing import begin_revision
from consultations.models import Consultation, Feedback
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation.accounts.models import User
from responses.interpretations.actions import PartText, prepare_interpretation, publish_interpretation
from tests.drafts import TITLE, after_closing, corrected, made_final, passed_again, taken_back
from tests.frontend.api.conftest import Api


def test_of_an_interpretation_only_the_parts_that_changed_are_given(
    api: Api, consultation: Consultation, official: User, editor: User
) -> None:
    parts = [
        PartText("background", "", "<p>背景</p>\n"),
        PartText("main", "", "<p>三元</p>\n"),
        PartText("notes", "", "<p>说明</p>\n"),
    ]
    made = prepare_interpretation(consultation.document, by=official, slug="jd", title="解读", parts=parts)
    publish_interpretation(made, by=editor)
    as_sent = [list(part._replace(body=part.body.strip())) for part in parts]
    as_sent[1][2] = "<p>二元</p>"
    as_sent.insert(0, ["basis", "", "<p>依据</p>"])
    corrected(made, by=official, confirmed_by=editor, parts=as_sent)
    before = api.get("interpretations/jd/").json()["corrections"][0]["before"]
    assert before == {"parts": [{"kind": "main", "heading": "", "body": "<p>三元</p>"}]}


def test_the_feedback_carries_its_corrections(
    api: Api, consultation: Consultation, official: User, reviewer: User
) -> None:
    with after_closing(consultation):
        made = draft_feedback(consultation, by=official, asked="问了", said="答了", did="改了")
        publish_feedback(made, by=reviewer)
        address = f"consultations/{consultation.slug}/feedback/"
        assert api.get(address).json()["corrections"] == []
        corrected(Feedback.objects.get(), by=official, confirmed_by=reviewer, did="改了两条")
        assert api.get(address).json()["corrections"][0]["before"] == {"did": "改了"}


def test_a_final_text_is_named_by_its_number_and_address(
    api: Api, consultation: Consultation, official: User, reviewer: User, editor: User
) -> None:
    with after_closing(consultation):
        first = begin_revision(consultation.draft_version, by=official, title=TITLE)
        consultation = made_final(consultation, first, official=official, reviewer=reviewer, editor=editor)
        second = begin_revision(first, by=official, title=TITLE)
        passed_again(second, official=official, reviewer=reviewer)
        row = corrected(consultation, by=official, confirmed_by=editor, final_version=second.pk)
        taken_back(row, by=official, confirmed_by=editor, kind="final_text")
        found = api.get(f"consultations/{consultation.slug}/").json()["corrections"]
    assert [each["before"]["version"]["number"] for each in found] == [3, 2]
    assert all(set(each["before"]) == {"version"} for each in found)
    assert api.client.get(found[1]["before"]["version"]["url"].partition("8000")[2]).status_code == 200
