"""The small world of the editions, for what stands beside them."""

from tests.evaluation.editions.conftest import _form_alone as _form_alone
from tests.evaluation.editions.conftest import author as author
from tests.evaluation.editions.conftest import evaluation as evaluation
from tests.evaluation.editions.conftest import frozen as frozen
from tests.evaluation.editions.conftest import published as published
from tests.evaluation.editions.conftest import publisher as publisher
from tests.evaluation.editions.conftest import reports as reports
from tests.evaluation.editions.conftest import reports_once as reports_once
