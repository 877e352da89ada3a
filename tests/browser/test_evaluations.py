"""A delegate in a real browser: from the first page to a document, to their Party, and to a hash that is checked."""

import hashlib

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_document_is_two_clicks_from_the_first_page_on_a_phone(portal, page):
    page.goto(portal + "/en/")
    page.get_by_role("link", name="All documents").click()
    with page.expect_download() as download:
        page.locator("#documents tbody th a").first.click()
    name = download.value.suggested_filename
    row = page.locator("#documents tbody tr", has_text=name)
    with open(download.value.path(), "rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() in row.inner_text()


def test_the_findings_are_narrowed_without_scripts_and_the_address_keeps_it(portal, page):
    page.goto(portal + "/en/evaluations/mid-term/")
    page.get_by_label("Strategic objective", exact=True).select_option("2")
    page.get_by_label("Trend", exact=True).select_option("improved_slightly")
    page.get_by_role("button", name="Show").click()
    assert "objective=2&class=improved_slightly" in page.url
    found = page.locator("#objective-2 table.is-text tbody th").all_inner_texts()
    assert found
    assert all(text.startswith("2.") for text in found)
    assert page.locator("#objective-1").count() == 0


def test_my_party_is_chosen_without_scripts(portal, page):
    page.goto(portal + "/en/evaluations/mid-term/")
    page.get_by_role("link", name="My Party").click()
    page.get_by_label("Party", exact=True).select_option(index=3)
    page.get_by_role("button", name="Show").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Demonstration Party")
    assert page.locator("tbody tr").count() > 20


def test_a_file_is_hashed_on_the_readers_own_device(portal, chromium, tmp_path):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(portal + "/en/evaluations/mid-term/1.0/")
    with page.expect_download() as download:
        page.locator("#documents tbody th a").first.click()
    sent = []
    page.on("request", lambda request: sent.append((request.method, request.post_data)))
    page.goto(portal + "/en/evaluations/verify/")
    with page.expect_navigation():
        page.get_by_label("Or the file").set_input_files(download.value.path())
    assert "Genuine" in page.locator("#answer").inner_text()
    changed = tmp_path / "changed.json"
    changed.write_bytes(b"{}")
    with page.expect_navigation():
        page.get_by_label("Or the file").set_input_files(changed)
    assert "Nothing published here has this hash" in page.locator("#answer").inner_text()
    assert {method for method, _body in sent} == {"GET"}
    assert not any(body for _method, body in sent)
    context.close()
