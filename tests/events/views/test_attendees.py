import pytest

from events.enums import RegistrationState
from networking.enums import Role
from tests.factories import (
    make_calendar_reply,
    make_event,
    make_organiser,
    make_project,
    make_registration,
    register_guest,
    tick,
)

pytestmark = pytest.mark.django_db


def address(event, rest=""):
    return f"/en/organise/events/{event.slug}/attendees{rest or '/'}"


@pytest.fixture
def event():
    return make_event()


@pytest.fixture
def office(signed_in):
    return signed_in(make_organiser())


def names(office, event, query=""):
    return [row.family_name for row in office.get(address(event) + query).context["page"]]


@pytest.mark.parametrize("words", ["öztürk", "ÖZTÜRK", "spreewerk cem", "cem@", "Größe"])
def test_search_finds_name_organisation_and_address_in_any_case(office, event, words):
    make_registration(
        event, given_name="Cem", family_name="Öztürk", organisation="Spreewerk Größe", email="cem@example.org"
    )
    make_registration(event, family_name="Andere")

    assert names(office, event, f"?q={words}") == ["Öztürk"]


@pytest.mark.parametrize("words", ["%", "_", "'; DROP TABLE", "nobody"])
def test_search_takes_everything_literally(office, event, words):
    make_registration(event, organisation="Spreewerk")

    assert names(office, event, f"?q={words}") == []


def test_the_state_filter_shows_one_state(office, event):
    make_registration(event, family_name="Sicher")
    make_registration(event, family_name="Wartend", state=RegistrationState.WAITING)

    assert names(office, event, "?state=waiting") == ["Wartend"]
    assert names(office, event, "?state=nonsense") == []


@pytest.mark.parametrize(("sort", "order"), [
    ("", ["Adler", "berg", "Zander"]),
    ("name", ["Adler", "berg", "Zander"]),
    ("-name", ["Zander", "berg", "Adler"]),
    ("organisation", ["berg", "Zander", "Adler"]),
    ("-registered", ["Adler", "berg", "Zander"]),
    ("password", ["Adler", "berg", "Zander"]),
])  # fmt: skip
def test_headings_sort(office, event, sort, order):
    make_registration(event, family_name="Zander", organisation="b")
    make_registration(event, family_name="berg", organisation="A")
    make_registration(event, family_name="Adler", organisation="C")

    assert names(office, event, f"?sort={sort}") == order


def test_fifty_stand_on_a_page_and_the_address_keeps_the_rest(office, event):
    for number in range(60):
        make_registration(event, family_name=f"Gast {number:02}")

    answer = office.get(address(event) + "?q=gast&sort=-name&page=2")

    assert len(answer.context["page"]) == 10
    assert "q=gast&amp;sort=-name&amp;page=1" in answer.content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "999", "x"])
def test_a_page_that_is_not_there_leads_to_one_that_is(office, event, number):
    assert office.get(address(event) + f"?page={number}").status_code == 200


def test_a_full_page_is_read_in_few_queries(office, event, django_assert_max_num_queries):
    project = make_project()
    for number in range(60):
        state = RegistrationState.WAITING if number % 2 else RegistrationState.CONFIRMED
        make_registration(event, project=project, state=state)

    with django_assert_max_num_queries(14):
        office.get(address(event))


@pytest.mark.parametrize(
    ("answer", "state", "is_shown"),
    [("declined", "confirmed", True), ("accepted", "confirmed", False), ("declined", "cancelled", False)],
)
def test_a_sure_seat_that_a_calendar_declined_stands_out(office, event, answer, state, is_shown):
    registration = make_registration(event, state=state)
    make_calendar_reply(registration, answer=answer)

    text = office.get(address(event)).content.decode()

    assert (f"{answer} in the calendar" in text) == is_shown


def test_one_letter_begins_a_word(office, event):
    make_registration(event, family_name="Muster", organisation="Optik")
    make_registration(event, family_name="Andere", organisation="Optik GmbH")

    assert names(office, event, "?q=m") == ["Muster"]


@pytest.mark.parametrize("words", ["ozturk", "oezturk", "Öztürk", "yilmaz"])
def test_search_forgives_missing_accents(office, event, words):
    make_registration(event, family_name="Yılmaz-Öztürk")
    make_registration(event, family_name="Andere")

    assert names(office, event, f"?q={words}") == ["Yılmaz-Öztürk"]


@pytest.mark.parametrize(("came", "found"), [("yes", ["Da"]), ("no", ["Fern"]), ("nonsense", [])])
def test_the_list_shows_who_came_and_who_did_not(office, event, came, found):
    tick(make_registration(event, family_name="Da"))
    make_registration(event, family_name="Fern")

    assert names(office, event, f"?came={came}") == found


def test_people_who_wait_have_their_place(office, event):
    make_registration(event, family_name="B", state=RegistrationState.WAITING)
    make_registration(event, family_name="A", state=RegistrationState.WAITING)

    rows = office.get(address(event)).context["page"]

    assert [(row.family_name, row.place) for row in rows] == [("A", 2), ("B", 1)]


@pytest.mark.parametrize("query", ["", "?q=nobody"])
def test_an_empty_list_says_so(office, event, query):
    assert "mpi-empty" in office.get(address(event) + query).content.decode()


def test_names_are_text_never_markup(office, event):
    make_registration(event, family_name="<script>alert(1)</script>")

    assert "<script>alert(1)" not in office.get(address(event)).content.decode()


# --- deciding ---


def decide(office, event, registration, verb, **data):
    answer = office.post(address(event, f"/{registration.uuid}/{verb}/"), data)
    registration.refresh_from_db()
    return answer


def test_approving_gives_a_seat(office, event):
    registration = make_registration(event, state=RegistrationState.PENDING)

    answer = decide(office, event, registration, "approve")

    assert answer.url == address(event, f"/{registration.uuid}/")
    assert registration.state == RegistrationState.CONFIRMED


def test_approving_without_a_free_seat_says_why_not(office):
    event = make_event(capacity=1, waiting_list="off")
    make_registration(event)
    registration = make_registration(event, state=RegistrationState.PENDING)

    answer = office.post(address(event, f"/{registration.uuid}/approve/"), follow=True)

    registration.refresh_from_db()
    assert registration.state == RegistrationState.PENDING
    assert "kern-alert--danger" in answer.content.decode()


def test_declining_notes_the_reason(office, event):
    registration = make_registration(event, state=RegistrationState.PENDING)

    decide(office, event, registration, "decline", reason="Nur für Projekte")

    assert registration.state == RegistrationState.DECLINED
    assert registration.changes.get().reason == "Nur für Projekte"
    assert "Nur für Projekte" in office.get(address(event, f"/{registration.uuid}/")).content.decode()


def test_cancelling_passes_the_seat_on(office):
    event = make_event(capacity=1)
    registration = make_registration(event)
    waiting = make_registration(event, state=RegistrationState.WAITING)

    decide(office, event, registration, "cancel")

    waiting.refresh_from_db()
    assert (registration.state, waiting.state) == ("cancelled", "confirmed")


@pytest.mark.parametrize("reason", ["x" * 501, "a\x07b", "a\nb"])
def test_a_reason_that_cannot_be_sent_is_refused(office, event, reason):
    registration = make_registration(event)

    answer = decide(office, event, registration, "cancel", reason=reason)

    assert answer.status_code == 422
    assert registration.state == RegistrationState.CONFIRMED


@pytest.mark.parametrize("verb", ["approve", "decline", "cancel"])
def test_deciding_takes_a_post(office, event, verb):
    registration = make_registration(event)

    assert office.get(address(event, f"/{registration.uuid}/{verb}/")).status_code == 405


def test_somebody_of_another_event_is_not_found(office, event):
    foreign = make_registration(make_event())

    assert decide(office, event, foreign, "cancel").status_code == 404
    assert foreign.state == RegistrationState.CONFIRMED


def test_an_auditor_decides_nothing(signed_in, event):
    registration = make_registration(event)
    office = signed_in(make_organiser(Role.AUDITOR))

    assert office.get(address(event, f"/{registration.uuid}/")).status_code == 200
    assert decide(office, event, registration, "cancel").status_code == 403


# --- adding by hand ---


def new_person(**fields):
    return {
        "given_name": "Mira",
        "family_name": "Muster",
        "email": "mira@example.org",
        "language": "en",
        "key": "one-form",
    } | fields


def test_an_added_person_has_a_seat_and_their_page_opens(office, event):
    answer = office.post(address(event, "/add/"), new_person())

    registration = event.registrations.get()
    assert answer.url == address(event, f"/{registration.uuid}/")
    assert (registration.state, registration.language) == ("confirmed", "en")


def test_the_form_sent_twice_adds_one_person(office, event):
    office.post(address(event, "/add/"), new_person())

    answer = office.post(address(event, "/add/"), new_person())

    assert answer.status_code == 302
    assert event.registrations.count() == 1


def test_a_full_event_refuses_with_the_figure_and_keeps_what_was_typed(office):
    event = make_event(capacity=1)
    make_registration(event)

    answer = office.post(address(event, "/add/"), new_person())

    assert answer.status_code == 422
    assert "1 of 1 seats are taken" in answer.content.decode()
    assert 'value="mira@example.org"' in answer.content.decode()


def test_a_faulty_address_is_refused(office, event):
    assert office.post(address(event, "/add/"), new_person(email="mira")).status_code == 422


@pytest.mark.parametrize("query", ["", "?x=1"])
def test_an_auditor_adds_nobody(signed_in, event, query):
    office = signed_in(make_organiser(Role.AUDITOR))

    assert office.get(address(event, "/add/") + query).status_code == 403


# --- one person ---


def test_a_note_is_saved_and_stands_on_the_list(office, event):
    registration = make_registration(event)

    decide(office, event, registration, "note", note="Platz an der Tür")

    assert registration.note == "Platz an der Tür"
    assert "Platz an der Tür" in office.get(address(event)).content.decode()


def test_a_note_that_cannot_be_stored_is_refused(office, event):
    registration = make_registration(event)

    assert decide(office, event, registration, "note", note="x" * 501).status_code == 422
    assert registration.note == ""


def test_the_page_tells_a_person_s_whole_history(office, event):
    registration = register_guest(event, listed=("attendee-list",))
    tick(registration)
    decide(office, event, registration, "note", note="Rampe")

    page = office.get(address(event, f"/{registration.uuid}/"))

    text = page.content.decode()
    assert [step.kind for step in page.context["steps"]] == ["confirmed", "arrived", "note"]
    assert f"Your seat: {event.title_de}" in text or f"Ihr Platz: {event.title_de}" in text
    assert "privacy notice read" in text
    assert "name on the attendee list" in text


def test_the_page_of_one_person_is_read_in_few_queries(office, event, django_assert_max_num_queries):
    registration = register_guest(event)
    for _ in range(5):
        tick(registration)

    with django_assert_max_num_queries(18):
        office.get(address(event, f"/{registration.uuid}/"))


def test_whoever_may_not_read_mails_sees_none(signed_in, event):
    registration = register_guest(event)
    auditor = signed_in(make_organiser(Role.AUDITOR))

    page = auditor.get(address(event, f"/{registration.uuid}/")).content.decode()

    assert "/outbox/" not in page


def test_the_link_is_sent_again_by_one_click_and_not_twice(client):
    client.force_login(make_organiser())
    registration = register_guest(make_event(confirm_email_hours=24))
    address = f"/en/organise/events/{registration.event.slug}/attendees/{registration.uuid}/link/"

    first, second = (client.post(address, follow=True).content.decode() for _ in range(2))

    assert "gets the link again" in first
    assert "in the last ten minutes" in second
    assert registration.messages.filter(kind="seat_held").count() == 2
