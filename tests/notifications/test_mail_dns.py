from io import StringIO

import dns.exception
import dns.resolver
import pytest
from django.core.management import CommandError, call_command

from notifications import mail_dns

GOOD = {
    ("mpi.example", "TXT"): ["other=1", "v=spf1 mx include:_spf.mpi.example -all"],
    ("mpi.example", "MX"): ["10 mail.mpi.example."],
    ("mail._domainkey.mpi.example", "TXT"): ["v=DKIM1; k=rsa; p=MIIB"],
    ("_dmarc.mpi.example", "TXT"): ["v=DMARC1; p=quarantine; rua=mailto:dmarc@mpi.example"],
}


def verdicts(changes=(), domain="mpi.example", selectors=("mail",)):
    records = GOOD | dict(changes)
    found = mail_dns.findings(domain, selectors, lambda name, kind: records.get((name, kind), []))
    return {finding.subject: finding.is_good for finding in found}


def run(**options):
    output = StringIO()
    call_command("check_mail_dns", domain="mpi.example", stdout=output, **options)
    return output.getvalue()


def test_a_well_kept_domain_has_no_fault():
    assert verdicts() == {"SPF": True, "DKIM": True, "DMARC": True, "MX": True}


@pytest.mark.parametrize(
    ("name", "kind", "records", "subject", "verdict"),
    [
        ("mpi.example", "TXT", [], "SPF", False),
        ("mpi.example", "TXT", ["v=spf1 -all", "v=spf1 mx ~all"], "SPF", False),
        ("mpi.example", "TXT", ["v=spf1 +all"], "SPF", False),
        ("mpi.example", "TXT", ["v=spf1 redirect=_spf.other.example"], "SPF", None),
        ("mail._domainkey.mpi.example", "TXT", [], "DKIM", False),
        ("mail._domainkey.mpi.example", "TXT", ["v=DKIM1; p="], "DKIM", False),
        ("_dmarc.mpi.example", "TXT", [], "DMARC", False),
        ("_dmarc.mpi.example", "TXT", ["v=DMARC1; rua=mailto:a@b.example"], "DMARC", False),
        ("_dmarc.mpi.example", "TXT", ["v=DMARC1; p=none"], "DMARC", None),
        ("mpi.example", "MX", [], "MX", False),
        ("mpi.example", "MX", ["0 ."], "MX", False),
    ],
)
def test_each_finding_is_told_apart(name, kind, records, subject, verdict):
    assert verdicts({(name, kind): records})[subject] is verdict


def test_a_subdomain_stands_under_the_policy_of_the_domain_above():
    assert verdicts(domain="news.mpi.example")["DMARC"] is True


def test_selectors_nobody_named_are_only_tried():
    assert (
        verdicts(selectors=mail_dns.SELECTORS, changes={("mail._domainkey.mpi.example", "TXT"): []})["DKIM"]
        is None
    )


def test_the_command_prints_and_succeeds():
    printed = run(lookup=lambda name, kind: GOOD.get((name, kind), []), selector=["mail"])

    assert printed.splitlines()[0] == "Mail from mpi.example"
    assert printed.count("good") == 4


def test_the_command_fails_on_a_fault():
    with pytest.raises(CommandError, match="before you send a newsletter"):
        run(lookup=lambda name, kind: [])


def test_without_a_network_the_command_says_so(monkeypatch):
    def silent(*args, **options):
        raise dns.exception.Timeout

    monkeypatch.setattr(dns.resolver, "resolve", silent)

    with pytest.raises(CommandError, match="Nobody answered about mpi.example"):
        run()


def test_a_name_that_does_not_exist_has_no_records(monkeypatch):
    def unknown(*args, **options):
        raise dns.resolver.NXDOMAIN

    monkeypatch.setattr(dns.resolver, "resolve", unknown)

    assert mail_dns.lookup("mpi.example", "TXT") == []
