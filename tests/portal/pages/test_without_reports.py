"""Public pages when no report is held: as good, and never broken."""

import pytest

from tests.portal.pages.addresses import PAGES


@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_when_no_report_is_held(client, computed, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/en/plan/9.9/",
        "/en/indicators/9.9.9/",
        "/en/indicators/2.2.1/?cycle=NR9",
        "/en/indicators/2.2.1/?group=atlantis",
        "/en/indicators/2.2.1/?measure=none",
        "/en/plan/2.2/?pair=NR3-NR2",
        "/en/parties/XXX/",
        "/en/parties/KEN/changes/NR2..NR9/",
        "/en/questions/NR3/Q999/",
        "/en/questions/NR9/Q001/",
        "/en/reporting/?cycle=NR9",
        "/en/plans/nowhere/plan/",
        "/en/runs/999999/",
        "/en/indicators/2.2.1/?cycle=%00",
        "/xx/plan/",
    ],
)
def test_an_unknown_choice_is_not_found_and_never_guessed(client, computed, address):
    assert client.get(address).status_code == 404


def test_an_unknown_choice_names_the_allowed_ones(client, computed):
    page = client.get("/en/indicators/2.2.1/?cycle=NR9").content.decode()
    assert "NR2, NR3, NR4" in page


def test_every_answer_carries_the_security_headers(client, computed):
    for address in ("/en/", "/api/v1/values/", "/en/nothing/", "/admin/login/"):
        headers = client.get(address).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"], address
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "unsafe" not in headers["Content-Security-Policy"]


def test_a_cell_that_looks_like_a_formula_is_prefixed(world):
    from parties.spreadsheets import safe_cell

    assert [safe_cell(v) for v in ("=1+1", "+a", "-a", "@a", "\ta", "a", -1)] == [
        "'=1+1",
        "'+a",
        "'-a",
        "'@a",
        "'\ta",
        "a",
        -1,
    ]
