import pytest

from events.enums import Format, TeamRole
from events.models import TeamMember
from networking import links
from networking.access import can
from networking.enums import Role
from notifications.enums import MessageState
from notifications.models import Message
from notifications.queries import readable_messages
from notifications.services import outbox
from notifications.services.account_mails import queue_account_mail
from tests.factories import make_event, make_organiser, make_person, make_registration

pytestmark = pytest.mark.django_db
BASE = "/en/organise/outbox/"


def make_mail(event=None, **fields):
    number = Message.objects.count()
    defaults = {
        "kind": "seat_confirmed",
        "idempotency_key": f"test:{number}",
        "to_email": f"guest{number}@example.org",
        "subject": f"Betreff {number}",
        "text": "Text",
        "html": "<p>Text</p>",
    }
    return Message.objects.create(event=event, **(defaults | fields))


def readers():
    """Everybody who could want to read mails, with the events they are concerned with."""
    open_event, closed_event = make_event(), make_event(format=Format.DIALOG)
    people = {str(role): make_organiser(role) for role in Role} | {"nobody": make_person()}
    for role in TeamRole:
        for event in (open_event, closed_event):
            person = make_person()
            TeamMember.objects.create(event=event, person=person, role=role)
            people[f"{role} of {event.format}"] = person
    mixed = make_organiser()
    TeamMember.objects.create(event=closed_event, person=mixed, role=TeamRole.CHECK_IN)
    people["organiser who checks in at the dialog"] = mixed
    return people, [make_mail(open_event), make_mail(closed_event), make_mail(), make_mail(make_event())]


def test_list_and_rule_agree_for_everybody():
    people, mails = readers()

    for name, person in people.items():
        by_rule = {mail.pk for mail in mails if can(person, "outbox.read", mail)}
        assert set(readable_messages(person).values_list("pk", flat=True)) == by_rule, name


def test_who_reads_which_mails():
    people, (of_open, of_closed, of_none, of_other) = readers()
    names = {of_open.pk: "open", of_closed.pk: "closed", of_none.pk: "none", of_other.pk: "other"}

    read = {name: {names[mail.pk] for mail in readable_messages(person)} for name, person in people.items()}

    assert read == {
        "organiser": {"open", "none", "other"},
        "organiser who checks in at the dialog": {"open", "none", "other"},
        "network-editor": set(), "newsletter-editor": set(), "auditor": set(), "nobody": set(),
        "owner of deep-dive": {"open"}, "editor of deep-dive": {"open"}, "desk of deep-dive": {"open"},
        "check-in of deep-dive": set(),
        "owner of dialog": {"closed"}, "editor of dialog": {"closed"}, "desk of dialog": {"closed"},
        "check-in of dialog": set(),
    }  # fmt: skip


def test_people_without_mails_to_read_get_403(signed_in):
    assert signed_in(make_organiser(Role.AUDITOR)).get(BASE).status_code == 403


def test_a_mail_one_may_not_read_does_not_exist(signed_in):
    mail = make_mail(make_event(format=Format.DIALOG), subject="Kanarienvogel")
    client = signed_in(make_organiser())

    answers = [client.get(f"{BASE}{mail.uuid}/{part}") for part in ("", "html/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    unknown = client.get(f"{BASE}00000000-0000-4000-8000-000000000000/")
    assert answers[0].content == unknown.content


def test_the_list_filters_by_state_and_event(signed_in):
    event = make_event()
    failed, sent = make_mail(event, state=MessageState.FAILED), make_mail(event, state=MessageState.SENT)
    other = make_mail(make_event(), state=MessageState.SENT)
    client = signed_in(make_organiser())

    def shown(query):
        return list(client.get(BASE + query).context["page"])

    assert shown("") == [other, sent, failed]
    assert shown("?state=failed") == [failed]
    assert shown(f"?event={event.slug}&state=sent") == [sent]
    assert shown("?event=unknown") == []


def test_a_full_page_is_read_in_few_queries(signed_in, django_assert_max_num_queries):
    for _number in range(60):
        make_mail(make_event())
    client = signed_in(make_organiser())

    with django_assert_max_num_queries(17):
        answer = client.get(BASE)

    assert len(answer.context["page"]) == 50


def test_a_sign_in_code_is_masked_everywhere(signed_in):
    ada = make_organiser()
    mail = queue_account_mail("login_code", email=ada.email, language="de")
    code = links.code("sign-in", mail.uuid)
    client = signed_in(ada)

    pages = [client.get(BASE + part).content.decode() for part in ("", f"{mail.uuid}/", f"{mail.uuid}/html/")]

    assert not any(code in page for page in pages)


def test_private_links_are_masked(signed_in, mailoutbox):
    registration = make_registration(make_event())
    outbox.queue(
        "registration_cancelled", key="test", to_email=registration.email, language="de",
        registration=registration, event=registration.event,
    )  # fmt: skip
    mail = Message.objects.get()
    client = signed_in(make_organiser())

    pages = [client.get(f"{BASE}{mail.uuid}/{part}").content.decode() for part in ("", "html/")]

    token_start = links.derive("manage", registration.uuid, 1)[:20]
    assert not any(token_start in page for page in pages)
    assert not any(mark in page for page in pages for mark in "\ue000\ue001")


def test_the_mails_design_is_shown_in_a_document_without_any_rights(signed_in):
    mail = make_mail(make_event(), html='<p style="color:red">Hallo</p><script>alert(1)</script>')

    answer = signed_in(make_organiser()).get(f"{BASE}{mail.uuid}/html/")

    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert "sandbox" in policy
    assert policy["script-src"] == policy["img-src"] == policy["connect-src"] == "'none'"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_the_page_around_it_keeps_the_houses_policy(signed_in):
    mail = make_mail(make_event())

    answer = signed_in(make_organiser()).get(f"{BASE}{mail.uuid}/")

    assert "frame-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert 'sandbox src="' in answer.content.decode()


def test_the_page_says_what_became_of_the_mail(signed_in):
    mail = make_mail(make_event(), state=MessageState.FAILED, attempts=3, reply="550 no such user")

    page = signed_in(make_organiser()).get(f"{BASE}{mail.uuid}/").content.decode()

    assert "550 no such user" in page


def test_newsletter_editors_see_figures(signed_in):
    assert (
        signed_in(make_organiser(Role.NEWSLETTER_EDITOR)).get("/en/organise/newsletters/").status_code == 200
    )
    assert signed_in(make_organiser(Role.AUDITOR)).get("/en/organise/newsletters/").status_code == 403
