"""Counting how often a link of an issue is followed: one number per link, nothing about anybody.

Off unless an issue says otherwise. The address in the mail is the same for all readers, so nobody can be told apart.
"""

import re
from html import escape, unescape

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from notifications.models import Issue, IssueLink
from notifications.services.letter import Letter

_LINK = re.compile(r'(<a\b[^>]*?\bhref=")(https?://[^"\ue000]+)(")', re.IGNORECASE)


def counted(letter: Letter, issue: Issue) -> Letter:
    """The letter with links that lead past the counter. The text part keeps the true addresses: who reads it sees
    where they lead.
    """
    known = {link.url: link for link in issue.links.all()}

    def counting(found: re.Match) -> str:
        url = unescape(found[2])
        if len(url) > 500:
            return found[0]
        if url not in known:
            known[url] = IssueLink.objects.create(issue=issue, number=len(known) + 1, url=url)
        return found[1] + escape(_address(known[url])) + found[3]

    return Letter(letter.subject, letter.text, _LINK.sub(counting, letter.html))


def follow(link: IssueLink) -> str:
    """Count one click and return where it leads. An issue that does not count leads there all the same."""
    IssueLink.objects.filter(pk=link.pk, issue__counts_clicks=True).update(clicks=F("clicks") + 1)
    return link.url


def _address(link: IssueLink) -> str:
    return settings.SITE_URL + reverse("notifications:follow_link", args=[link.issue.uuid, link.number])
