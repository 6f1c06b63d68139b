"""What the domain name system says about mail from a domain: may our server send (SPF), is what it sends signed (DKIM),
what do others do with forgeries (DMARC), does anybody take answers (MX). Large providers refuse mail without these.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import dns.exception
import dns.resolver

SELECTORS = ("default", "mail", "dkim", "s1", "selector1", "selector2")
SECONDS = 5.0
Lookup = Callable[[str, str], list[str]]


class NoAnswer(Exception):
    """Nobody answered: the network, not the domain, is at fault."""


@dataclass(frozen=True)
class Finding:
    """`is_good` False is a fault, None something to look at."""

    subject: str
    is_good: bool | None
    sentence: str


def findings(domain: str, selectors: Iterable[str], lookup: Lookup) -> list[Finding]:
    """All of them, faults and good ones. Raises NoAnswer."""
    return [
        *_spf(domain, lookup),
        *_dkim(domain, selectors, lookup),
        *_dmarc(domain, lookup),
        *_mx(domain, lookup),
    ]


def lookup(name: str, kind: str) -> list[str]:
    """What the resolver of this machine answers; nothing for names that do not exist. Raises NoAnswer."""
    try:
        answer = dns.resolver.resolve(name, kind, lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise NoAnswer(str(error)) from error
    if kind == "TXT":
        return [b"".join(row.strings).decode("utf-8", "replace") for row in answer]
    return [row.to_text() for row in answer]


def _spf(domain: str, lookup: Lookup) -> Iterator[Finding]:
    records = [text for text in lookup(domain, "TXT") if text.lower().split(" ")[0] == "v=spf1"]
    if not records:
        yield Finding("SPF", False, f"{domain} has no record. Add a TXT record that names the mail server.")
    elif len(records) > 1:
        yield Finding("SPF", False, f"{domain} has {len(records)} records, which counts as none. Keep one.")
    elif (end := records[0].lower().split()[-1]) in ("-all", "~all"):
        yield Finding("SPF", True, records[0])
    elif end.startswith("redirect="):
        yield Finding("SPF", None, f"{records[0]} refers to another domain: look there.")
    else:
        yield Finding("SPF", False, f"{records[0]} allows every server. End it with -all or ~all.")


def _dkim(domain: str, selectors: Iterable[str], lookup: Lookup) -> Iterator[Finding]:
    """Which selector a server signs with stands in no directory: the usual ones are tried."""
    tried = list(selectors)
    for selector in tried:
        keys = [text for text in lookup(f"{selector}._domainkey.{domain}", "TXT") if "p=" in text]
        if any(_tags(key).get("p") for key in keys):
            yield Finding("DKIM", True, f"There is a key for the selector {selector}.")
            return
        if keys:
            yield Finding("DKIM", False, f"The key of the selector {selector} is empty: it was withdrawn.")
            return
    sentence = "No key for the selectors {}. Name the one your mail server signs with: --selector NAME."
    yield Finding("DKIM", None if tried == list(SELECTORS) else False, sentence.format(", ".join(tried)))


def _dmarc(domain: str, lookup: Lookup) -> Iterator[Finding]:
    records = [text for text in _dmarc_records(domain, lookup) if text.lower().startswith("v=dmarc1")]
    if not records:
        yield Finding(
            "DMARC", False, f"_dmarc.{domain} has no record. Begin with “v=DMARC1; p=none; rua=mailto:…”."
        )
    elif len(records) > 1:
        yield Finding(
            "DMARC", False, f"_dmarc.{domain} has {len(records)} records, which counts as none. Keep one."
        )
    elif (policy := _tags(records[0]).get("p", "").lower()) not in ("none", "quarantine", "reject"):
        yield Finding("DMARC", False, f"{records[0]} names no policy: add p=none, p=quarantine or p=reject.")
    else:
        is_watched = "rua" in _tags(records[0])
        yield Finding(
            "DMARC",
            True if is_watched else None,
            f"p={policy}" + ("" if is_watched else ", no reports (rua)"),
        )


def _dmarc_records(domain: str, lookup: Lookup) -> list[str]:
    """A subdomain without a record stands under that of the domains above it."""
    while domain.count("."):
        if found := lookup(f"_dmarc.{domain}", "TXT"):
            return found
        domain = domain.partition(".")[2]
    return []


def _mx(domain: str, lookup: Lookup) -> Iterator[Finding]:
    servers = [row.split()[-1].rstrip(".") for row in lookup(domain, "MX")]
    if any(servers):
        yield Finding("MX", True, "Answers go to " + ", ".join(sorted(servers)) + ".")
    else:
        yield Finding("MX", False, f"{domain} takes no mail: answers and reports of failures are lost.")


def _tags(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): value.strip() for name, _equals, value in pairs if name.strip()}
