import pytest
from django.test import override_settings

from events.enums import Format, TeamRole
from events.errors import AccountClosed, LastOwner
from events.models import TeamMember
from events.services import team
from networking.models import AuditEntry, Person
from notifications.models import Message
from tests.factories import make_event, make_person

pytestmark = pytest.mark.django_db


def owned(**fields):
    """An event and its only owner."""
    ada = make_person(given_name="Ada", family_name="Albers")
    return make_event(owner=ada, **fields), ada


def member_of(event, role=TeamRole.EDITOR):
    return TeamMember.objects.create(event=event, person=make_person(), role=role)


def test_a_new_person_gets_an_account_and_a_mail_that_says_how_to_sign_in():
    event, ada = owned()

    team.add(event, "Mira@Example.org", TeamRole.DESK, actor=ada, given_name="Mira", language="en")

    mira = Person.objects.get(email="mira@example.org")
    assert (mira.given_name, mira.language, mira.has_usable_password()) == ("Mira", "en", False)
    [mail] = Message.objects.filter(kind="team_added")
    assert (mail.to_email, mail.language, mail.person, mail.event) == (mira.email, "en", mira, event)
    assert "Ada Albers has added you" in mail.text
    assert "There is no password" in mail.text
    assert f"/en/organise/events/{event.slug}/" in mail.text


def test_somebody_known_keeps_account_and_name():
    event, ada = owned()
    mira = make_person(email="mira@example.org", given_name="Mira", language="en")

    member = team.add(event, " MIRA@example.org ", TeamRole.EDITOR, actor=ada, given_name="Falsch")

    mira.refresh_from_db()
    assert (member.person, mira.given_name) == (mira, "Mira")
    assert "You have an account already" in Message.objects.get(kind="team_added").text


def test_adding_twice_changes_nothing_the_second_time():
    event, ada = owned()

    first = team.add(event, "mira@example.org", TeamRole.DESK, actor=ada)
    second = team.add(event, "mira@example.org", TeamRole.DESK, actor=ada)

    assert first.pk == second.pk
    assert Message.objects.count() == 1
    assert AuditEntry.objects.filter(verb__startswith="team.").count() == 1


def test_adding_a_member_again_changes_the_role_without_a_mail():
    event, ada = owned()
    member = member_of(event)

    team.add(event, member.person.email, TeamRole.CHECK_IN, actor=ada)

    member.refresh_from_db()
    assert member.role == TeamRole.CHECK_IN
    assert not Message.objects.exists()


def test_a_closed_account_is_not_opened_by_the_way():
    event, ada = owned()
    make_person(email="mira@example.org", is_active=False)

    with pytest.raises(AccountClosed):
        team.add(event, "mira@example.org", TeamRole.DESK, actor=ada)

    assert event.team.count() == 1


def test_the_last_owner_cannot_leave():
    event, ada = owned()
    member_of(event)

    with pytest.raises(LastOwner):
        team.remove(event.team.get(person=ada), actor=ada)

    assert event.team.filter(person=ada).exists()


def test_the_last_owner_cannot_become_something_else():
    event, ada = owned()

    with pytest.raises(LastOwner):
        team.add(event, ada.email, TeamRole.EDITOR, actor=ada)

    assert event.team.get().role == TeamRole.OWNER


def test_one_of_two_owners_may_leave():
    event, ada = owned()
    member_of(event, TeamRole.OWNER)

    team.remove(event.team.get(person=ada), actor=ada)

    assert not event.team.filter(person=ada).exists()


def test_removing_twice_changes_nothing_the_second_time():
    event, ada = owned()
    member = member_of(event)

    team.remove(member, actor=ada)
    team.remove(member, actor=ada)

    assert AuditEntry.objects.filter(verb="team.remove").count() == 1


def test_an_event_without_owner_lets_others_go():
    event = make_event()
    member = member_of(event)

    team.remove(member, actor=member.person)

    assert not event.team.exists()


def test_the_ledger_tells_leaving_from_removing():
    event, ada = owned()
    first, second = member_of(event), member_of(event)

    team.remove(first, actor=ada)
    team.remove(second, actor=second.person)

    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "team.remove", "team.leave",
    ]  # fmt: skip


def test_the_mail_for_a_confidential_event_names_it_not():
    event, ada = owned(format=Format.DIALOG, title_de="Kanarienvogel", venue="Kanarienhaus")

    team.add(event, "mira@example.org", TeamRole.EDITOR, actor=ada)

    mail = Message.objects.get()
    assert "Kanarien" not in mail.subject + mail.text + mail.html


@override_settings(REQUIRE_SECOND_FACTOR=True)
def test_the_mail_speaks_of_the_second_factor_where_one_is_needed():
    event, ada = owned()

    team.add(event, "mira@example.org", TeamRole.EDITOR, actor=ada, language="en")

    assert "second factor" in Message.objects.get().text


def test_two_who_open_the_same_account_at_once_both_succeed(monkeypatch):
    event, ada = owned()
    mira = make_person(email="mira@example.org")
    lookups = iter([Person.objects.none(), Person.objects.filter(pk=mira.pk)])
    monkeypatch.setattr(Person.objects, "filter", lambda **query: next(lookups))

    assert team.add(event, "mira@example.org", TeamRole.DESK, actor=ada).person == mira
