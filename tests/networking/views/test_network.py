"""A team's network page, and what others may do with it."""

import pytest
from django.utils import timezone

from networking.enums import Fit, IntroductionState, OpinionKind
from networking.models import Introduction, OptOut, ProjectMember, Suggestion
from networking.services import introductions, opt_outs
from tests.factories import make_person, make_project, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(signed_in):
    """Two projects that fit, a member of each; the client of the first."""
    topic = make_topic("Abwärme")
    mine, other = make_project(slug="heat", topics=[topic]), make_project(slug="steel", topics=[topic])
    ada, ben = make_person(email="ada@example.org"), make_person(email="ben@example.org")
    ProjectMember.objects.create(project=mine, person=ada)
    ProjectMember.objects.create(project=other, person=ben)
    reasons = [{"kind": "topic", "name": topic.slug, "project": "", "shared": True}]
    for project, them in ((mine, other), (other, mine)):
        Suggestion.objects.create(
            project=project, other=them, score=1, fit=Fit.GOOD, reasons=reasons, computed_at=timezone.now()
        )
    return mine, other, ada, ben


def titles(client):
    return [row.project.slug for row in client.get("/network/").context["suggested"].meet]


def test_a_suggestion_stands_with_its_reason_and_never_with_a_name(pair, signed_in):
    _mine, _other, ada, ben = pair

    html = signed_in(ada).get("/en/network/").content.decode()

    assert "Shared topics:" in html
    assert "Abwärme" in html
    assert ben.email not in html
    assert ben.family_name not in html


def test_asking_puts_the_suggestion_among_those_asked(pair, signed_in):
    _mine, _other, ada, _ben = pair
    client = signed_in(ada)

    client.post("/network/heat/steel/ask/", {"message": "Reden wir?"})

    assert titles(client) == []
    assert [row.asked.slug for row in client.get("/network/").context["requests"].sent] == ["steel"]


def test_later_and_unfit_put_it_away_and_it_can_be_taken_up_again(pair, signed_in):
    _mine, _other, ada, _ben = pair
    client = signed_in(ada)

    client.post("/network/heat/steel/later/")
    put_away = titles(client)
    client.post("/network/heat/steel/take-up/")

    assert (put_away, titles(client)) == ([], ["steel"])


def test_what_does_not_fit_one_side_is_suggested_to_neither(pair, signed_in):
    mine, other, ada, ben = pair
    introductions.set_aside(other, mine, OpinionKind.UNFIT, actor=ben)

    assert titles(signed_in(ada)) == []


def test_contacts_stand_on_the_page_only_after_both_want_it(pair, signed_in):
    mine, other, ada, ben = pair
    asked = introductions.ask(mine, other, actor=ada)
    address = f"/network/introductions/{asked.public_id}/"
    before = signed_in(ben).get(address).content.decode()

    signed_in(ben).post(f"{address}answer/", {"act": "accept"})
    after = signed_in(ben).get(address).content.decode()

    assert ada.email not in before
    assert ada.email in after


def test_whoever_asks_sees_no_difference_between_silence_and_a_no(pair, signed_in):
    mine, other, ada, ben = pair
    asked = introductions.ask(mine, other, actor=ada)
    address = f"/network/introductions/{asked.public_id}/"
    client = signed_in(ada)
    silence = client.get(address), client.get("/network/")

    introductions.decline(asked, actor=ben)

    answered = client.get(address), client.get("/network/")
    for before, after in zip(silence, answered, strict=True):
        token = before.context["csrf_token"]
        assert before.content.decode().replace(str(token), "") == after.content.decode().replace(
            str(after.context["csrf_token"]), ""
        )


@pytest.mark.parametrize(
    "address", ["ask/", "unfit/", "later/", "take-up/"], ids=["ask", "unfit", "later", "take up"]
)
def test_nobody_acts_for_a_project_they_do_not_speak_for(pair, signed_in, address):
    assert signed_in(make_person()).post(f"/network/heat/steel/{address}").status_code == 404


def test_an_introduction_does_not_exist_for_anybody_else(pair, signed_in):
    mine, other, ada, _ben = pair
    asked = introductions.ask(mine, other, actor=ada)
    stranger = signed_in(make_person())

    assert stranger.get(f"/network/introductions/{asked.public_id}/").status_code == 404
    assert stranger.post(f"/network/introductions/{asked.public_id}/answer/").status_code == 404


def test_whoever_asked_cannot_accept_for_the_other_side(pair, signed_in):
    mine, other, ada, _ben = pair
    asked = introductions.ask(mine, other, actor=ada)

    response = signed_in(ada).post(f"/network/introductions/{asked.public_id}/answer/", {"act": "accept"})

    assert response.status_code == 404
    assert Introduction.objects.get().state == IntroductionState.ASKED


def test_the_page_takes_eight_questions_however_many_suggestions(
    pair, signed_in, django_assert_max_num_queries
):
    mine, _other, ada, _ben = pair
    for _number in range(8):
        other = make_project()
        reasons = [{"kind": "word", "name": "wärme", "project": "", "shared": True}]
        Suggestion.objects.create(
            project=mine, other=other, rank=2, score=1, reasons=reasons, computed_at=timezone.now()
        )
    client = signed_in(ada)

    with django_assert_max_num_queries(8):
        client.get("/network/")


def test_a_completed_project_stands_apart_as_one_to_learn_from(pair, signed_in):
    _mine, other, ada, _ben = pair
    other.is_completed = True
    other.save()
    Suggestion.objects.update(is_knowledge=True)

    response = signed_in(ada).get("/en/network/")

    assert (response.context["suggested"].meet, len(response.context["suggested"].learn)) == ([], 1)
    assert "From whom you could learn" in response.content.decode()


def test_a_completed_project_is_told_that_it_meets_nobody(pair, signed_in):
    mine, _other, ada, _ben = pair
    mine.is_completed = True
    mine.save()
    Suggestion.objects.update(is_knowledge=True)

    html = signed_in(ada).get("/en/network/").content.decode()

    assert "Your project is completed" in html
    assert "Whom your experience could help" in html


def test_a_team_wants_no_suggestions_and_takes_part_again(pair, signed_in):
    mine, _other, ada, _ben = pair
    client = signed_in(ada)

    client.post("/network/heat/opt-out/", {"reason": "Keine Zeit & keine Lust"})
    page = client.get("/en/network/heat/opt-out/").content.decode()
    client.post("/network/heat/opt-out/", {"act": "come-back"})

    assert "Keine Zeit &amp; keine Lust" in page
    assert not OptOut.objects.exists()


def test_whoever_wants_no_suggestions_cannot_be_asked_by_its_address(pair, signed_in):
    _mine, other, ada, ben = pair
    opt_outs.leave(other, reason="", actor=ben)

    assert signed_in(ada).get("/network/heat/steel/ask/").status_code == 404


def test_only_its_own_team_takes_a_project_out(pair, signed_in):
    assert signed_in(pair[3]).post("/network/heat/opt-out/", {}).status_code == 404
    assert not OptOut.objects.exists()


def test_one_click_says_what_came_of_it_and_it_can_be_changed(pair, signed_in):
    mine, other, ada, ben = pair
    made = introductions.accept(introductions.ask(mine, other, actor=ada), actor=ben)
    address = f"/en/network/introductions/{made.public_id}/"
    client = signed_in(ada)

    offered = client.get(address).content.decode()
    client.post(f"{address}answer/", {"act": "outcome", "outcome": "together"})
    after = client.get(address).content.decode()

    assert offered.count('name="outcome"') == 3
    assert "Your answer: <strong>We are working on something together.</strong>" in after


def test_an_outcome_that_does_not_exist_is_no_answer(pair, signed_in):
    mine, other, ada, ben = pair
    made = introductions.accept(introductions.ask(mine, other, actor=ada), actor=ben)

    response = signed_in(ada).post(
        f"/network/introductions/{made.public_id}/answer/", {"act": "outcome", "outcome": "married"}
    )

    assert response.status_code == 404
