"""Signing in end to end: ask for a code, read it in the mail, type it, and the second factor where it is asked for."""

import re
from urllib.parse import quote

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

from networking.enums import Role
from notifications.models import Message
from notifications.services import outbox
from tests.factories import make_event, make_organiser, make_person

pytestmark = pytest.mark.django_db
ASK, CONFIRM = "/account/login/code/", "/account/login/code/confirm/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def ask_for_code(client, email, **extra):
    return client.post(ASK, {"email": email, **extra})


def code_in_the_mail(mailoutbox):
    outbox.deliver_due()
    return re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mailoutbox[-1].body)[0]


def sign_in(client, mailoutbox, person, **extra):
    ask_for_code(client, person.email, **extra)
    return client.post(CONFIRM, {"code": code_in_the_mail(mailoutbox), **extra})


def app_code():
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


@pytest.fixture
def mailoutbox_(mailoutbox):
    return mailoutbox


def test_the_mailed_code_signs_in(client, mailoutbox):
    person = make_person()

    answer = sign_in(client, mailoutbox, person)

    assert answer.url == "/account/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_organisers_and_event_teams_land_on_their_pages(client, mailoutbox):
    assert sign_in(client, mailoutbox, make_organiser(Role.AUDITOR)).url == "/organise/"
    client.logout()
    owner = make_person()
    make_event(owner=owner)
    assert sign_in(client, mailoutbox, owner).url == "/organise/"


def test_one_lands_where_one_wanted_to_go(client, mailoutbox):
    answer = sign_in(client, mailoutbox, make_organiser(), next="/organise/events/")

    assert answer.url == "/organise/events/"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil"]
)
def test_nobody_is_led_out_of_the_house(client, mailoutbox, target):
    answer = sign_in(client, mailoutbox, make_person(), next=target)

    assert answer.url == "/account/"


def test_a_wrong_code_is_refused_and_the_third_ends_the_try(client, mailoutbox):
    ask_for_code(client, make_person().email)
    code = code_in_the_mail(mailoutbox)
    answers = [client.post(CONFIRM, {"code": "BCDF-GHJK"}).status_code for _number in range(3)]

    assert answers[:2] == [200, 200]
    assert "_auth_user_id" not in client.session
    client.post(CONFIRM, {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_new_code_makes_the_old_one_void(client, mailoutbox):
    ask_for_code(client, make_person().email)
    old = code_in_the_mail(mailoutbox)
    client.post(CONFIRM, {"action": "resend"})
    new = code_in_the_mail(mailoutbox)

    client.post(CONFIRM, {"code": old})
    assert "_auth_user_id" not in client.session
    client.post(CONFIRM, {"code": new})
    assert "_auth_user_id" in client.session


def test_the_code_of_one_browser_is_no_use_in_another(client, mailoutbox):
    person = make_person()
    ask_for_code(client, person.email)
    code = code_in_the_mail(mailoutbox)
    other = type(client)()
    ask_for_code(other, person.email)

    other.post(CONFIRM, {"code": code})

    assert "_auth_user_id" not in other.session


def without_what_differs(answer):
    """The page without the token that every answer has of its own and the address that was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return re.sub(r"[\w.]+@example\.org", "", text)


def test_nobody_learns_whether_an_address_has_an_account(client):
    known, unknown = type(client)(), type(client)()

    answers = [ask_for_code(known, make_person().email), ask_for_code(unknown, "nobody@example.org")]
    pages = [known.get(CONFIRM), unknown.get(CONFIRM)]

    assert [(a.status_code, a.url) for a in answers] == [(302, CONFIRM), (302, CONFIRM)]
    assert without_what_differs(pages[0]) == without_what_differs(pages[1])
    assert sorted(known.cookies) == sorted(unknown.cookies)
    assert sorted(Message.objects.values_list("kind", flat=True)) == ["login_code", "unknown_account"]


def test_a_closed_account_gets_no_code(client):
    ask_for_code(client, make_person(is_active=False).email)

    assert not Message.objects.filter(kind="login_code").exists()


def test_asking_too_often_is_refused(client):
    email = make_person().email
    answers = [ask_for_code(type(client)(), email) for _number in range(5)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200, 200]


@pytest.mark.parametrize("path", ["/account/login/", "/account/signup/"])
def test_old_doors_lead_to_the_code_page_and_keep_the_way(client, path):
    assert client.get(path).url == ASK
    assert client.get(f"{path}?next=/organise/events/").url == f"{ASK}?next=/organise/events/"


@pytest.mark.parametrize("path", [
    "password/change/", "password/set/", "password/reset/", "password/reset/done/", "email/", "confirm-email/",
    "reauthenticate/", "signup/passkey/",
])  # fmt: skip
def test_there_are_no_passwords_here(signed_in, path):
    assert signed_in(make_person()).get(f"/account/{path}").status_code == 404


def test_signing_out_is_a_page_and_a_post(signed_in):
    client = signed_in(make_person())

    assert client.get("/account/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/account/logout/").url == "/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("path", "language"), [(ASK, "de"), ("/en/account/login/code/", "en")])
def test_the_pages_speak_the_language_of_their_address(client, path, language):
    assert f'<html lang="{language}"' in client.get(path).content.decode()


# --- the second factor ---


@pytest.fixture
def strict(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def test_an_organiser_without_a_second_factor_sets_one_up_first(strict, signed_in):
    client = signed_in(make_organiser())

    answer = client.get("/organise/")

    assert answer.url == "/account/second-factor/totp/activate/"
    assert client.get(answer.url).status_code == 200


def test_without_the_setting_nobody_is_asked(signed_in):
    assert signed_in(make_organiser()).get("/organise/").status_code == 200


def test_the_second_factor_is_asked_at_sign_in_and_opens_the_pages(strict, client, mailoutbox):
    person = make_organiser()
    TOTP.activate(person, SECRET)

    answer = sign_in(client, mailoutbox, person)
    assert answer.url == "/account/second-factor/authenticate/"
    assert "_auth_user_id" not in client.session

    answer = client.post(answer.url, {"code": app_code()})
    assert answer.url == "/organise/"
    assert client.get("/organise/").status_code == 200


def test_a_recovery_code_does_too(strict, client, mailoutbox):
    person = make_organiser()
    TOTP.activate(person, SECRET)
    code = RecoveryCodes.activate(person).get_unused_codes()[0]

    answer = sign_in(client, mailoutbox, person)
    client.post(answer.url, {"code": code})

    assert client.get("/organise/").status_code == 200


def test_a_session_that_did_not_use_the_second_factor_is_asked_for_it(strict, signed_in):
    person = make_organiser()
    TOTP.activate(person, SECRET)
    client = signed_in(person)

    answer = client.get("/en/organise/events/?tab=past")
    assert (
        answer.url
        == f"/en/account/second-factor/reauthenticate/?next={quote('/en/organise/events/?tab=past', safe='')}"
    )

    answer = client.post(answer.url, {"code": app_code(), "next": "/en/organise/events/?tab=past"})
    assert answer.url == "/en/organise/events/?tab=past"
    assert client.get("/organise/").status_code == 200


def test_what_one_person_proved_does_not_count_for_the_next_in_the_same_browser(strict, client, mailoutbox):
    first, second = make_organiser(), make_organiser()
    TOTP.activate(first, SECRET)
    TOTP.activate(second, SECRET)
    answer = sign_in(client, mailoutbox, first)
    client.post(answer.url, {"code": app_code()})
    client.post("/account/logout/")

    client.force_login(second)

    assert client.get("/organise/").url.startswith("/account/second-factor/reauthenticate/")


def test_the_app_is_set_up_on_the_page_and_gives_recovery_codes(signed_in, monkeypatch):
    client = signed_in(make_organiser())
    page = client.get("/account/second-factor/totp/activate/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

    answer = client.post("/account/second-factor/totp/activate/", {"code": code})

    assert answer.url == "/account/second-factor/recovery-codes/"
    assert client.get("/account/second-factor/").status_code == 200
    assert page["Content-Security-Policy"].count("unsafe") == 0


@pytest.mark.parametrize("path", ["", "totp/deactivate/", "recovery-codes/generate/", "recovery-codes/"])
def test_the_pages_of_the_second_factor_answer(client, mailoutbox, path):
    person = make_person()
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    answer = sign_in(client, mailoutbox, person)
    client.post(answer.url, {"code": app_code()})

    answer = client.get(f"/account/second-factor/{path}", follow=True)

    assert answer.status_code == 200
    assert "<h1" in answer.content.decode()
