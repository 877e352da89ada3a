"""The small plan of the editions' tests, with a review of Parties open."""

from datetime import date

import pytest

from evaluation.hearing.services import open_review
from tests.evaluation.editions.conftest import _form_alone as _form_alone
from tests.evaluation.editions.conftest import author as author
from tests.evaluation.editions.conftest import evaluation as evaluation
from tests.evaluation.editions.conftest import publisher as publisher
from tests.evaluation.editions.conftest import reports as reports
from tests.evaluation.editions.conftest import reports_once as reports_once
from tests.evaluation.editions.making import AT
from tests.people_factories import make_focal_point

UNTIL = date(2026, 3, 20)


@pytest.fixture
def authority(reports):
    return make_focal_point("KEN", role="authority")


@pytest.fixture
def review(evaluation, author, authority):
    return open_review(evaluation=evaluation, until=UNTIL, by=author, at=AT)
