import pytest
from django.utils import translation

from notifications.services.delivery.words import in_plain_words


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("", ""),
        ("250 2.0.0 queued", "took the mail"),
        ("550 5.1.1 unknown", "no such address"),
        ("452 4.2.2 over quota", "mailbox is full"),
        ("554 5.7.1 rejected", "does not want our mail"),
        ("451 try later", "tried again by itself"),
        ("550 no", "for good"),
        ("connection reset", "no answer"),
    ],
)
def test_an_answer_is_explained_by_its_most_exact_code(answer, says):
    with translation.override("en"):
        assert says in in_plain_words(answer)
    assert bool(says) == bool(in_plain_words(answer))
