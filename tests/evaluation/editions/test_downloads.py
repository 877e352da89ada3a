"""Files of a published edition: whole or in part, under their hashes, counted without a trace of anybody."""

import hashlib
import re
from http import HTTPStatus

import pytest

from evaluation.editions.services import publish, send_to_review
from evaluation.models import DocumentDownloads
from tests.evaluation.editions.making import AT
from tests.people_factories import client_of

ADDRESS = "/en/evaluations/mid-term/1.0/mid-term-1.0-frozen.json"


@pytest.fixture
def document(published):
    return published.documents.get(name="mid-term-1.0-frozen.json")


@pytest.fixture
def content(document):
    return bytes(document.content)


def get(client, **headers):
    return client.get(ADDRESS, headers=headers)


def test_a_file_comes_whole_with_its_type_name_and_hash(client, document, content):
    response = get(client, **{"accept-encoding": "gzip"})
    assert response.status_code == HTTPStatus.OK
    assert response.content == content
    assert response["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == 'attachment; filename="mid-term-1.0-frozen.json"'
    assert response["Accept-Ranges"] == "bytes"
    assert "Content-Encoding" not in response
    assert response["Last-Modified"]


@pytest.mark.parametrize("tag", ['"{}"', 'W/"{}"', '"other", "{}"', "*"])
def test_whoever_has_it_is_told_so(client, document, tag):
    response = get(client, **{"if-none-match": tag.format(document.sha256)})
    assert response.status_code == HTTPStatus.NOT_MODIFIED
    assert response.content == b""
    assert response["ETag"] == f'"{document.sha256}"'


def test_another_hash_gets_the_file(client, document, content):
    assert get(client, **{"if-none-match": '"0000"'}).content == content


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [("bytes=0-9", 0, 10), ("bytes=10-", 10, None), ("bytes=-10", -10, None), ("bytes=5-999999999", 5, None)],
)
def test_a_part_is_exactly_those_bytes(client, document, content, asked, start, stop):
    response = get(client, range=asked)
    assert response.status_code == HTTPStatus.PARTIAL_CONTENT
    assert response.content == content[start:stop]
    first = start if start >= 0 else len(content) + start
    last = first + len(response.content) - 1
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(content)}"


def test_parts_put_together_are_the_file(client, document, content):
    half = len(content) // 2
    parts = [get(client, range=one).content for one in (f"bytes=0-{half - 1}", f"bytes={half}-")]
    assert hashlib.sha256(b"".join(parts)).hexdigest() == document.sha256


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_a_part_that_the_file_has_not_is_refused(client, document, content, asked):
    response = get(client, range=asked)
    assert response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    assert response["Content-Range"] == f"bytes */{len(content)}"


@pytest.mark.parametrize("asked", ["bytes=9-3", "bytes=0-1,4-5", "lines=1-2", "bytes=-", "bytes=a-b"])
def test_what_is_no_single_part_gets_the_whole(client, document, content, asked):
    assert get(client, range=asked).content == content


def test_a_part_of_another_version_gets_the_whole(client, document, content):
    held = {"range": "bytes=0-9", "if-range": f'"{document.sha256}"'}
    assert len(get(client, **held).content) == 10
    assert get(client, **held | {"if-range": '"0000"'}).content == content


def test_the_head_of_a_file_counts_nothing_and_sends_nothing(client, document):
    response = client.head(ADDRESS)
    assert response.status_code == HTTPStatus.OK
    assert response.content == b""
    assert not DocumentDownloads.objects.exists()


def test_downloads_are_counted_by_day_and_of_nobody(client, document):
    get(client)
    get(client, range="bytes=0-9")
    get(client, range="bytes=10-")
    get(client, **{"if-none-match": f'"{document.sha256}"'})
    assert DocumentDownloads.objects.get(document=document).number == 2
    assert {field.name for field in DocumentDownloads._meta.fields} == {"id", "document", "on", "number"}


def test_a_document_says_its_own_language_and_the_dashboard_leads_to_each(client, settings, frozen, author, publisher):
    for language in ("en", "ar", "zh"):
        frozen.documents.create(
            kind="brief",
            language=language,
            name=f"brief-{language}.pdf",
            media_type="application/pdf",
            content=b"%PDF",
            size=4,
            sha256=hashlib.sha256(b"%PDF").hexdigest(),
            made_from=frozen.sha256,
        )
    send_to_review(edition=frozen, by=author, at=AT)
    publish(edition=frozen, by=publisher, at=AT, confirmed=frozen.sha256)
    response = client.get("/en/evaluations/mid-term/1.0/brief-ar.pdf")
    assert (response["Content-Language"], response["Content-Type"]) == ("ar", "application/pdf")
    page = client.get("/en/evaluations/mid-term/").content.decode()
    assert 'brief-ar.pdf" lang="ar" hreflang="ar"><bdi>العربية</bdi></a>' in page
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
    # In the language of the page that leads to it; a reader of a language without one gets the English.
    for pages, brief in (("en", "en"), ("zh-hans", "zh"), ("fr", "en")):
        for address in ("", "evaluations/"):
            found = re.findall(r"/brief-(\w+)\.pdf", client.get(f"/{pages}/{address}").content.decode())
            assert set(found) == {brief}


def test_the_files_of_a_draft_are_the_desks(client, frozen, author):
    document = frozen.documents.get(name="mid-term-1.0-frozen.json")
    address = f"/en/desk/evaluations/mid-term/documents/{document.pk}/"
    response = client_of(author).get(address)
    assert response.content == bytes(document.content)
    assert "no-store" in response["Cache-Control"]
    assert client.get(address).status_code == HTTPStatus.FOUND
    assert not DocumentDownloads.objects.exists()


def verify(client, given):
    return client.get("/en/evaluations/verify/", {"sha256": given}).content.decode()


def test_a_hash_of_a_document_leads_to_it(client, document):
    for given in (document.sha256, document.sha256.upper(), f"  {document.sha256[:30]} {document.sha256[30:]}\n"):
        page = verify(client, given)
        assert "Genuine" in page
        assert ADDRESS in page


def test_another_hash_is_of_nothing_published(client, document):
    assert "Nothing published here has this hash" in verify(client, "0" * 64)


@pytest.mark.parametrize("given", ["abc", "g" * 64, "<script>", "0" * 65])
def test_what_is_no_hash_is_told_so(client, document, given):
    page = verify(client, given)
    assert "This is no SHA-256" in page
    assert "<script>" not in page.split("<main")[1].split("</main>")[0]


def test_the_hash_of_a_draft_is_not_told(client, frozen):
    page = verify(client, frozen.sha256)
    assert "Nothing published here has this hash" in page
