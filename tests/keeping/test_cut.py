"""A request cut by the line changes nothing, wherever it is cut: a page of answers, one answer, an upload."""

from urllib.parse import urlencode

import pytest

from national_reports.models import Answer, AnswerChange, Attachment, Conflict
from tests.keeping.making import SECTION, TEXT, address, make_draft
from tests.keeping.raw import Forms, ask
from tests.keeping.servers import TOKEN, Visitor
from tests.people_factories import client_of, make_focal_point

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
CUTS = 20

pytestmark = pytest.mark.xdist_group("door")


@pytest.fixture(scope="module")
def draft(door):
    return make_draft("KEN", make_focal_point("KEN", "authority"))


@pytest.fixture(scope="module")
def visitor(door, draft):
    return Visitor(door.port, client_of(make_focal_point("KEN")).session.session_key, "text/html")


def form_of(visitor, place):
    """The form that a page posts to its own address, with all its fields."""
    page = visitor.get(place)
    assert page.status == 200
    own = [one for one in Forms(page.text).forms if one.method == "post" and one.action in ("", place)]
    return max(own, key=lambda one: len(one.fields))


def typed(form, text):
    """Its fields with a text in every box."""
    fields = [(name, text if name in form.texts else value) for name, value in form.fields]
    return [(name, TOKEN if name == "csrfmiddlewaretoken" else value) for name, value in fields]


def whole_page(visitor, draft):
    place = address(draft, f"sections/{SECTION}/")
    return (
        place,
        "application/x-www-form-urlencoded",
        urlencode(typed(form_of(visitor, place), "a page of it")).encode(),
    )


def one_answer(visitor, draft):
    fields = typed(form_of(visitor, address(draft, f"sections/{SECTION}/")), "one of them")
    of_it = [(name, value) for name, value in fields if name.startswith(TEXT) or ":" not in name]
    return address(draft, f"answers/{TEXT}/"), "application/x-www-form-urlencoded", urlencode(of_it).encode()


def upload(visitor, draft):
    form = form_of(visitor, address(draft, "attachments/"))
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in typed(form, "")]
    file = b'Content-Disposition: form-data; name="file"; filename="law.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    parts_sent = b"".join(b"--b\r\n" + part.encode() for part in parts)
    body = parts_sent + b"--b\r\n" + file + PDF + b"\r\n--b--\r\n"
    return address(draft, "attachments/"), "multipart/form-data; boundary=b", body


def stored(draft):
    """All rows that a save may touch."""
    return [
        list(model.objects.filter(report=draft).order_by("pk").values())
        for model in (Answer, AnswerChange, Conflict, Attachment)
    ]


@pytest.mark.parametrize("made", [whole_page, one_answer, upload], ids=lambda made: made.__name__)
def test_a_request_cut_anywhere_is_answered_400_and_changes_nothing(door, visitor, draft, made):
    place, kind, body = made(visitor, draft)
    before = stored(draft)
    head = (
        f"POST {place} HTTP/1.1\r\nHost: 127.0.0.1:{door.port}\r\nAccept: text/html\r\nContent-Type: {kind}\r\n"
        f"Cookie: csrftoken={TOKEN}; sessionid={visitor.session}\r\nX-CSRFToken: {TOKEN}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    ).encode()
    cuts = [len(body) * cut // CUTS for cut in range(CUTS)]
    assert [ask(door.port, head, body[:cut], half_closed=True) for cut in cuts] == [[400]] * CUTS
    assert stored(draft) == before
    # The same request whole is taken: nothing but its end was missing.
    (status,) = ask(door.port, head, body)
    assert status in (200, 302, 303)
    assert stored(draft) != before
