import pytest

from notifications.newsletter import palette
from notifications.newsletter.blocks import new
from notifications.services.newsletters.checks import Examination
from tests.factories import make_event, make_issue

pytestmark = pytest.mark.django_db


def faults(issue):
    return {check.name for check in Examination(issue).checks if check.faults}


def test_a_whole_issue_meets_every_check():
    assert faults(make_issue()) == set()


@pytest.mark.parametrize(
    ("block", "check"),
    [
        (new("text", text_de="Nur deutsch"), "languages"),
        (new("button", label_de="Los", label_en="Go"), "links"),
        (new("button", label_de="Los", label_en="Go", url="http://example.org/"), "links"),
        (new("text", text_de="[a](events/)", text_en="[a](https://example.org/)"), "links"),
        (new("event", event="0b0f3c1e-0000-4000-8000-000000000000"), "references"),
        (new("image", alt_de="Eine Halle"), "alt"),
        (new("text", text_de="Wort " * 25_000, text_en="Word"), "size"),
    ],
)
def test_each_fault_is_found(block, check):
    assert check in faults(make_issue(block))


def test_a_cancelled_event_is_a_fault():
    event = make_event(state="cancelled")

    assert faults(make_issue(new("event", event=str(event.uuid)))) == {"references"}


def test_an_empty_issue_without_a_subject_says_what_to_do():
    issue = make_issue(subject_en="")
    issue.blocks = []

    sentences = [fault.sentence for fault in Examination(issue).faults]

    assert len(sentences) == 2


def test_the_design_can_be_read_in_light_and_dark():
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.lowest_contrast() >= palette.ENOUGH
