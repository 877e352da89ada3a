"""The database itself keeps what is published: on SQLite and on PostgreSQL."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from evaluation import guards
from evaluation.editions import withdrawing
from evaluation.models import Document, Edition, FindingText, HomeChoice, Withdrawal
from tests.evaluation.editions.making import AT


@pytest.fixture
def with_text(evaluation, author, publisher):
    from evaluation.editions.services import open_edition, write_text
    from tests.evaluation.editions.making import make_published

    edition = open_edition(evaluation=evaluation, by=author, at=AT)
    write_text(
        edition=edition, subject="whole", language="en", narrative="Words.", sources="", version=0, by=author, at=AT
    )
    return make_published(evaluation, author, publisher)


def rows(edition):
    return {
        "edition": Edition.objects.filter(pk=edition.pk),
        "text": FindingText.objects.filter(edition=edition),
        "document": Document.objects.filter(edition=edition),
    }


CHANGES = {
    "edition": {"symbol": "X"},
    "text": {"narrative": "Other words."},
    "document": {"content": b"other", "size": 5},
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_published_row_is_not_changed(with_text, name):
    assert rows(with_text)[name].count() >= 1
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        rows(with_text)[name].update(**CHANGES[name])


@pytest.mark.parametrize("name", CHANGES)
def test_a_published_row_is_not_deleted(with_text, name):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        rows(with_text)[name]._raw_delete(using="default")


def test_nothing_joins_a_published_edition(with_text, author):
    fields = {"kind": "x", "media_type": "text/plain", "size": 1, "sha256": "", "made_from": ""}
    with pytest.raises(DatabaseError, match="published edition"), transaction.atomic():
        Document.objects.create(edition=with_text, name="new.txt", content=b"x", **fields)
    with pytest.raises(DatabaseError, match="published edition"), transaction.atomic():
        FindingText.objects.create(
            edition=with_text, subject="objective/A", language="en", changed_by=author, changed_at=AT
        )


def test_a_document_is_not_moved_to_a_published_edition(with_text, author):
    other = Edition.objects.create(evaluation=with_text.evaluation, version="2.0", author=author, opened_at=AT)
    fields = {"kind": "x", "media_type": "text/plain", "size": 1, "sha256": "", "made_from": ""}
    Document.objects.create(edition=other, name="new.txt", content=b"x", **fields)
    with pytest.raises(DatabaseError, match="published edition"), transaction.atomic():
        Document.objects.filter(edition=other).update(edition=with_text)


TOLD = {"withdrawal": (Withdrawal, {"reason": "Another"}), "home choice": (HomeChoice, {"at": AT})}


@pytest.mark.parametrize("name", TOLD)
def test_what_was_told_of_an_edition_is_neither_changed_nor_taken_away(with_text, publisher, name):
    withdrawing.choose_for_home(evaluation=with_text.evaluation, by=publisher, at=AT)
    withdrawing.withdraw_edition(edition=with_text, reason="Wrong.", by=publisher, at=AT)
    model, change = TOLD[name]
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        model.objects.update(**change)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        model.objects.all()._raw_delete(using="default")
    assert model.objects.count() == 1


def test_no_refusal_and_no_pass_joins_a_published_edition_or_leaves_it(frozen, author, publisher):
    fields = {"name": "no counted report", "place": "NR4"}
    asked = {"reason": "Known.", "asked_by": author, "asked_at": AT}
    frozen.refusals.create(**fields)
    frozen.passes.create(**fields, **asked, agreed_by=publisher, agreed_at=AT)
    Edition.objects.filter(pk=frozen.pk).update(state="published", publisher=publisher, published_at=AT)
    for rows, change in ((frozen.refusals, {"found": "x"}), (frozen.passes, {"reason": "Another."})):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            rows.all()._raw_delete(using="default")
    with pytest.raises(DatabaseError, match="published edition"), transaction.atomic():
        frozen.refusals.create(name="n greater than N", place="A.1")
    with pytest.raises(DatabaseError, match="published edition"), transaction.atomic():
        frozen.passes.create(name="n greater than N", place="A.1", **asked)


def test_no_language_is_left_out_of_a_published_edition_or_taken_in_again(frozen, author, publisher):
    given = {"reason": "Its tables.", "by": author, "at": AT}
    frozen.left_out.create(language="ar", **given)
    Edition.objects.filter(pk=frozen.pk).update(state="published", publisher=publisher, published_at=AT)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        frozen.left_out.update(reason="Another.")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        frozen.left_out.all()._raw_delete(using="default")
    with pytest.raises(DatabaseError, match="published edition"), transaction.atomic():
        frozen.left_out.create(language="fr", **given)


def test_downloads_are_still_counted(with_text):
    document = with_text.documents.first()
    assert document.downloads.create(on=AT.date(), number=1).pk


def test_what_is_on_its_way_may_change(frozen):
    assert Edition.objects.filter(pk=frozen.pk).update(symbol="X") == 1
    assert frozen.documents.update(kind="other") == 1
    assert frozen.documents.all().delete()[0] >= 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite makes its tables anew to change them")
def test_a_migration_that_makes_the_tables_anew_leaves_them_guarded(with_text):
    config = apps.get_app_config("evaluation")
    guards.take_down(using="default", sender=config)
    with transaction.atomic():
        assert rows(with_text)["edition"].update(symbol="during a migration") == 1
    for _ in range(2):
        guards.set_up(using="default", sender=config)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        rows(with_text)["edition"].update(symbol="X")
