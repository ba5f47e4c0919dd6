"""What an editor makes public is the text that stood on the editor's page, and no other."""

from collections.abc import Callable
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import Form
from django.test import Client

from consultations.decisions.publishing import publish_final
from consultations.documents.editing import Wording, begin_revision, reword_clause
from consultations.documents.queries import digest_of
from consultations.models import Consultation, Version
from consultations.notices.actions import publish_consultation
from consultations.notices.changes import replace_text
from consultations.notices.files import attach_files
from consultations.outcomes.actions import draft_feedback, publish_feedback
from consultations.outcomes.corrections import FINAL_TEXT, correct_final
from participation.accounts.models import Department, User
from participation.corrections.actions import confirm_correction
from participation.corrections.models import Correction
from participation.errors import Conflict
from participation.files.actions import check_files
from tests.cast import Role, official_with
from tests.desk_client import DeskClient
from tests.drafts import TITLE, after_closing, decided, made_final, passed_again
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

RUSHED = "水费按市场价收取。"
MEANWHILE = "请重新查看"


@pytest.fixture
def colleague(department: Department) -> User:
    """A second drafter of the unit."""
    return official_with("colleague", "林同事", department, Role.DRAFTER)


def reword(version: Version, text: str, by: User) -> None:
    reword_clause(version.passages.get(label="第四条"), Wording("第四条", "", text), by=by)


@pytest.fixture
def next_draft(consultation: Consultation, official: User) -> Version:
    version = begin_revision(consultation.draft_version, by=official, title=TITLE)
    reword(version, "水费每吨不超过二元。", official)
    return version


def carried(form: Form) -> dict[str, str]:
    """What the form carries unseen."""
    return {name: str(form[name].value()) for name in ("text_seen", "revision")}


def press(
    client: Client, address: str, colleague: User, version: Version, between: Callable[[], None] | None = None,
    **more: str,
) -> None:  # fmt: skip
    """Open the act's page, have a colleague reword a clause, press the button: refused, and the new words stand there.

    Pressed again, over the page that came back and after what the new words ask for in `between`, it goes through.
    """
    page = client.get(address)
    assert page.context["form"]["text_seen"].value() == digest_of(version)
    reword(version, RUSHED, colleague)
    refused = client.post(address, carried(page.context["form"]) | more)
    assert refused.status_code == 422 and MEANWHILE in words(refused)
    assert "按市场价收取" in words(refused), "what would be public now is on the page"
    version.refresh_from_db()
    assert version.status == "draft"
    if between:
        between()
    assert client.post(address, carried(refused.context["form"]) | more).status_code == 302


def test_the_draft_of_a_notice_is_published_as_it_was_read(
    client: Client, notice: Consultation, colleague: User, editor: User
) -> None:
    address = f"/desk/consultations/{notice.slug}/do/publish/"
    page = at(client, editor).get(address)
    assert "水费每吨不超过三元" in words(page) and f"/consultations/{notice.slug}/" in page.content.decode()
    press(client, address, colleague, notice.draft_version)


def test_the_final_text_is_published_as_it_was_read_and_as_it_was_reviewed(
    client: Client, consultation: Consultation, next_draft: Version, colleague: User, official: User, reviewer: User,
    editor: User,
) -> None:  # fmt: skip
    with after_closing(consultation):
        feedback = draft_feedback(consultation, by=official, asked="问了", said="说了", did="做了")
        publish_feedback(feedback, by=reviewer)
        decided(Consultation.objects.get(), official=official, reviewer=reviewer, editor=editor)
        address = f"/desk/consultations/{consultation.slug}/do/final/"
        page = at(client, editor).get(address)
        assert "三" in page.content.decode() and "二" in page.content.decode()
        assert [change["kind"] for change in page.context["form"].changes] == ["changed"] * 2, "title, clause"
        reword(next_draft, RUSHED, colleague)
        refused = client.post(address, carried(page.context["form"]))
        assert refused.status_code == 422 and "应当重新进行合法性审查" in words(refused)
        assert "按市场价收取" in words(refused), "what would be public now is on the page"
        assert not Version.objects.filter(is_final=True).exists()


def test_a_new_text_under_discussion_is_published_as_it_was_read(
    client: Client, consultation: Consultation, next_draft: Version, colleague: User, editor: User
) -> None:
    address = f"/desk/consultations/{consultation.slug}/do/replace/"
    at(client, editor)
    press(client, address, colleague, next_draft, note="按照意见，降低水价上限。", begin_anew="on")


@pytest.fixture
def corrected_text(
    consultation: Consultation, next_draft: Version, official: User, reviewer: User, editor: User
) -> Version:
    """A final text is out, and its corrected version lies there as a draft."""
    with after_closing(consultation):
        made_final(consultation, next_draft, official=official, reviewer=reviewer, editor=editor)
        version = begin_revision(next_draft, by=official, title=TITLE)
        reword(version, "水费每吨不超过二元五角。", official)
        passed_again(version, official=official, reviewer=reviewer)
    return version


def test_a_proposal_of_a_final_text_speaks_of_the_words_that_were_proposed(
    client: Client,
    consultation: Consultation,
    corrected_text: Version,
    colleague: User,
    official: User,
    editor: User,
) -> None:
    with after_closing(consultation):
        address = f"/desk/consultations/{consultation.slug}/do/correct-final/"
        at(DeskClient(), official).post(address, {"reason": "错字。"})
        proposal = Correction.objects.get()
        assert proposal.after["digest"] == digest_of(corrected_text)
        assert proposal.before["digest"] == digest_of(consultation.document.versions.get(is_final=True))
        page = at(client, editor).get(f"/desk/corrections/{proposal.pk}/")
        assert "五角" in words(page) and page.context["may_confirm"]
        reword(corrected_text, RUSHED, colleague)
        refused = client.post(f"/desk/corrections/{proposal.pk}/confirm/")
        assert refused.status_code == 422 and not refused.context["may_confirm"]
        assert "按市场价收取" not in words(DeskClient().get(f"/documents/{consultation.document.slug}/"))
        assert client.post(f"/desk/corrections/{proposal.pk}/drop/", {"note": "又改了。"}).status_code == 302


def test_a_final_text_is_proposed_as_its_proposer_read_it(
    client: Client, consultation: Consultation, corrected_text: Version, colleague: User, official: User,
    reviewer: User,
) -> None:  # fmt: skip
    with after_closing(consultation):
        address = f"/desk/consultations/{consultation.slug}/do/correct-final/"
        anew = partial(passed_again, corrected_text, official=official, reviewer=reviewer)
        press(at(client, official), address, colleague, corrected_text, anew, reason="错字。")
        assert Correction.objects.get().kind == FINAL_TEXT


def test_the_actions_refuse_another_text_than_the_one_seen(
    notice: Consultation, official: User, reviewer: User, editor: User
) -> None:
    with pytest.raises(Conflict):
        publish_consultation(notice, by=editor, text_seen="another")
    seen = digest_of(notice.draft_version)
    consultation = publish_consultation(notice, by=editor, text_seen=seen)
    second = begin_revision(consultation.draft_version, by=official, title=TITLE)
    with pytest.raises(Conflict):
        replace_text(consultation, second, by=editor, note="按照意见，降低水价上限。", text_seen="another")
    with after_closing(consultation):
        feedback = draft_feedback(consultation, by=official, asked="问了", said="说了", did="做了")
        publish_feedback(feedback, by=reviewer)
        consultation = Consultation.objects.get()
        decided(consultation, official=official, reviewer=reviewer, editor=editor)
        with pytest.raises(Conflict):
            publish_final(consultation, second, by=editor, text_seen="another")
        consultation = publish_final(
            Consultation.objects.get(), second, by=editor, text_seen=digest_of(second)
        )
        third = begin_revision(second, by=official)
        passed_again(third, official=official, reviewer=reviewer)
        with pytest.raises(Conflict):
            correct_final(consultation, third, by=official, reason="更正", text_seen="another")
        proposal = correct_final(consultation, third, by=official, reason="更正", text_seen=digest_of(third))
        reword(third, RUSHED, official)
        with pytest.raises(Conflict):
            confirm_correction(proposal, by=editor)


def test_a_file_that_came_meanwhile_is_looked_at_before_the_notice_is_published(
    client: Client, notice: Consultation, official: User, editor: User
) -> None:
    address = f"/desk/consultations/{notice.slug}/do/publish/"
    form = at(client, editor).get(address).context["form"]
    report = SimpleUploadedFile("风险评估报告.txt", "风险较低。".encode(), "text/plain")
    attach_files(notice, check_files([report]), by=official, purpose="risk_report")
    refused = client.post(address, {"revision": form["revision"].value()})
    assert refused.status_code == 422 and "风险评估报告.txt" in words(refused)


@pytest.mark.parametrize("part", ["title", "text", "label", "heading", "place"])
def test_the_digest_changes_with_everything_that_is_read(part: str, draft: Version, official: User) -> None:
    before = digest_of(draft)
    passage = draft.passages.get(label="第四条")
    if part == "title":
        draft.title = "另一个题目"
    elif part == "place":
        other = draft.passages.get(label="第二条")
        here, there = passage.position, other.position
        for row, position in ((passage, 900), (other, here), (passage, there)):
            row.position = position
            row.save()
    else:
        setattr(passage, part, "改")
        passage.save()
    assert digest_of(draft) != before
