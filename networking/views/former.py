"""Addresses of lists that name a topic which went into another one: they lead to the list of that one."""

from django.http import HttpResponsePermanentRedirect, QueryDict

from networking.queries import Vocabulary, present_slugs


def to_present_topic(request, words: Vocabulary) -> HttpResponsePermanentRedirect | None:
    """The way to the same list under the topic's present name; None where the address is right already."""
    asked = with_present_topic(request.GET, words)
    if asked is request.GET:
        return None
    return HttpResponsePermanentRedirect(f"{request.path}?{asked.urlencode()}")


def with_present_topic(asked: QueryDict, words: Vocabulary) -> QueryDict:
    """The query with the present name for a former one, all else as it was; `asked` itself if nothing changes.

    Asks the database only for a name that is not among the `words`.
    """
    slug = asked.get("topic", "")
    if not slug or any(slug == known for known, _label in words.topic):
        return asked
    found = present_slugs([slug])
    if not found:
        return asked
    present = asked.copy()
    present["topic"] = found[slug]
    return present
