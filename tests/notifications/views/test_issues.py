import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from networking.enums import Role
from notifications.errors import NotASecondPerson
from notifications.models import Issue, Message
from notifications.newsletter.blocks import new
from notifications.services.newsletters import writing
from tests.factories import (
    approve_issue,
    make_event,
    make_issue,
    make_organiser,
    make_person,
    make_photograph,
    make_reader,
)

pytestmark = pytest.mark.django_db


def address(issue, page=""):
    return f"/organise/newsletters/{issue.uuid}/{page}"


def sent(issue, act="save", **entries):
    """What the browser sends: every field of the page as it stands, some of them changed."""
    names = ("subject_de", "subject_en", "preheader_de", "preheader_en")
    data = {name: getattr(issue, name) for name in names} | {"revision": issue.revision, "act": act}
    data["block"] = [block["key"] for block in issue.blocks]
    for block in issue.blocks:
        data |= {f"{block['key']}-{name}": value for name, value in block.items() if name != "key"}
    return data | entries


@pytest.fixture
def editor(signed_in):
    person = make_organiser(Role.NEWSLETTER_EDITOR)
    signed_in(person)
    return person


def test_only_those_who_write_newsletters_enter(signed_in):
    issue = make_issue()
    client = signed_in(make_person())

    pages = ["", "edit/", "preview/", "preview/html/"]

    assert {client.get(address(issue, page)).status_code for page in pages} == {403}
    assert client.post(address(issue, "delete/")).status_code == 403
    assert client.post("/organise/newsletters/new/").status_code == 403


def test_a_first_draft_is_one_click_away(client, editor):
    event = make_event()

    answer = client.post("/organise/newsletters/new/")

    issue = Issue.objects.get()
    assert answer["Location"] == address(issue, "edit/")
    assert str(event.uuid) in [block.get("event") for block in issue.blocks]
    assert event.title in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(("act", "order"), [("up", "bac"), ("down", "acb"), ("remove", "ac")])
def test_moving_and_removing_keep_what_was_typed(client, editor, act, order):
    blocks = [new("text", text_de=name, text_en=name) | {"key": name} for name in "abc"]
    issue = make_issue(*blocks, author=editor)

    answer = client.post(address(issue, "edit/"), sent(issue, f"{act}:b", **{"a-text_de": "getippt"}))

    issue.refresh_from_db()
    assert "".join(block["key"] for block in issue.blocks) == order
    assert issue.blocks[order.index("a")]["text_de"] == "getippt"
    assert "#block-" in answer["Location"]


def test_a_block_is_added_where_the_editor_wants_it(client, editor):
    blocks = [new("text") | {"key": name} for name in "ab"]
    issue = make_issue(*blocks, author=editor)

    client.post(address(issue, "edit/"), sent(issue, "add:divider", after="a"))

    issue.refresh_from_db()
    assert [block["kind"] for block in issue.blocks] == ["text", "divider", "text"]


def test_a_wrong_entry_keeps_everything_typed_and_says_so(client, editor):
    button = new("button", label_de="Los") | {"key": "b"}
    issue = make_issue(button, author=editor)

    answer = client.post(
        address(issue, "edit/"), sent(issue, "add:text", **{"b-url": "nix da", "b-label_de": "Auf"})
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="nix da"' in page
    assert 'value="Auf"' in page
    issue.refresh_from_db()
    assert issue.blocks == [button]


def test_what_is_no_block_of_ours_is_left_out(client, editor):
    issue = make_issue(author=editor)
    data = sent(issue) | {"block": [issue.blocks[0]["key"], "x y", "evil"], "evil-kind": "script"}

    client.post(address(issue, "edit/"), data)

    issue.refresh_from_db()
    assert [block["kind"] for block in issue.blocks] == ["text"]


def test_only_public_events_can_be_chosen(client, editor):
    dialog = make_event(format="dialog", title_de="Geheim")
    issue = make_issue(new("event") | {"key": "e"}, author=editor)

    page = client.get(address(issue, "edit/")).content.decode()
    answer = client.post(address(issue, "edit/"), sent(issue, **{"e-event": str(dialog.uuid)}))

    assert "Geheim" not in page
    assert answer.status_code == 422


def test_an_event_that_became_confidential_shows_no_name_and_hinders_no_save(client, editor):
    event = make_event(title_de="Geheim")
    issue = make_issue(new("event", event=str(event.uuid)) | {"key": "e"}, author=editor)
    type(event).objects.update(format="dialog")

    pages = [client.get(address(issue, page)).content.decode() for page in ("", "edit/", "preview/?way=text")]
    answer = client.post(address(issue, "edit/"), sent(issue, subject_de="Anders"))

    assert not any("Geheim" in page for page in pages)
    assert answer.status_code == 302


def test_a_picture_is_uploaded_with_its_words(client, editor):
    issue = make_issue(new("image") | {"key": "p"}, author=editor)
    file = SimpleUploadedFile("halle.jpg", make_photograph(), "image/jpeg")

    client.post(address(issue, "edit/"), sent(issue, **{"p-file": file, "p-alt_de": "Eine Halle"}))

    issue.refresh_from_db()
    picture = issue.pictures.get()
    assert (str(picture.public_id), picture.alt_de) == (issue.blocks[0]["picture"], "Eine Halle")


def test_two_editors_in_one_place_see_both_versions(client, editor):
    issue = make_issue()
    key = issue.blocks[0]["key"]
    theirs = issue.content | {"blocks": [issue.blocks[0] | {"text_de": "Ihre Fassung"}]}
    writing.edit(issue, theirs, revision=issue.revision, actor=issue.created_by)

    answer = client.post(address(issue, "edit/"), sent(issue, **{f"{key}-text_de": "Meine Fassung"}))
    page = answer.content.decode()
    again = client.post(
        address(issue, "edit/"),
        sent(
            issue,
            **{f"{key}-text_de": "Meine Fassung", "revision": answer.context["form"]["revision"].value()},
        ),
    )

    assert answer.status_code == 409
    assert "Ihre Fassung" in page
    assert "Meine Fassung" in page
    assert again.status_code == 302
    issue.refresh_from_db()
    assert issue.blocks[0]["text_de"] == "Meine Fassung"


def test_a_text_is_shown_while_one_types(client, editor):
    issue = make_issue(author=editor)

    answer = client.post(address(issue, "text/?field=a-text_de"), {"a-text_de": "**Hallo** <b>x</b>"})

    assert "<p><strong>Hallo</strong> &lt;b&gt;x&lt;/b&gt;</p>" in answer.content.decode()


def test_the_way_from_draft_to_outbox(client, signed_in, editor):
    issue, second = make_issue(author=editor), make_organiser(Role.NEWSLETTER_EDITOR)
    make_reader()

    client.post(address(issue, "submit/"))
    refused = client.post(address(issue, "approve/"), follow=True).content.decode()
    signed_in(second)
    client.post(address(issue, "approve/"))
    client.post(address(issue, "schedule/"), {"now": "1"})

    issue.refresh_from_db()
    assert str(NotASecondPerson.sentence) in refused
    assert (issue.state, issue.approved_by) == ("scheduled", second)


def test_a_time_is_chosen_in_berlin(client, editor):
    issue = approve_issue(make_issue(author=editor))

    client.post(address(issue, "schedule/"), {"at_0": "2027-01-15", "at_1": "09:30"})

    issue.refresh_from_db()
    assert f"{issue.scheduled_at:%Y-%m-%d %H:%M}" == "2027-01-15 08:30"


def test_an_unknown_act_does_not_exist_and_looking_changes_nothing(client, editor):
    issue = make_issue(author=editor)

    assert client.post(address(issue, "explode/")).status_code == 404
    assert client.get(address(issue, "submit/")).status_code == 405


def test_a_test_is_owed_to_whoever_asks(client, editor):
    client.post(address(make_issue(author=editor), "test/"), {"language": "en"})

    assert Message.objects.get().to_email == editor.email


def test_the_pages_cost_the_same_however_long_the_issue_is(client, editor, django_assert_max_num_queries):
    events = [new("event", event=str(make_event().uuid)) for _number in range(12)]
    issue = make_issue(*events, author=editor)

    with django_assert_max_num_queries(30):
        client.get(address(issue))
    with django_assert_max_num_queries(12):
        client.get(address(issue, "edit/"))


def test_the_list_costs_the_same_however_many_issues_there_are(client, editor, django_assert_num_queries):
    for _number in range(3):
        make_issue(author=editor)

    with django_assert_num_queries(8):
        client.get("/organise/newsletters/")
