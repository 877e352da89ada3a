"""What is tied to a cycle is data: no module, class or template names one."""

import re
from pathlib import Path

import draw_structure
import pytest
from django.conf import settings

from figures.query import chosen_pair
from indicators.loading import DataFileInvalid, load_plan
from indicators.models import Plan
from tests.conftest import PLAN_FILE

BASE = Path(settings.BASE_DIR)
CYCLE = re.compile(r"(?<![\w-])NR[1-9]\b")
# Written about and never run: how an address, a number or a note looks.
COMMENT = re.compile(r'"""[\s\S]*?"""|#.*|(?<!:)//.*|help_text="[^"]*"')


def test_no_module_and_no_template_names_a_cycle():
    files = [
        *draw_structure.modules().values(),
        *(BASE / "templates").rglob("*.html"),
        *(BASE / "static").rglob("*.js"),
    ]
    assert [str(path) for path in files if CYCLE.search(COMMENT.sub("", path.read_text()))] == []


def test_the_pair_that_a_plan_is_evaluated_by_is_its_own(db, rf, small_world):
    plan = Plan.objects.get(current=True)
    assert plan.mid_term_pair is None
    _pair, offered = chosen_pair(rf.get("/"), plan)
    assert _pair == (offered[0] if offered else ("", ""))


def test_a_plan_whose_pair_names_no_cycle_is_refused(world, tmp_path):
    text = PLAN_FILE.read_text().replace("{baseline: NR2, current: NR3}", "{baseline: NR3, current: NR77}")
    text = text.replace("measures_file: cartagena-2011-2020.measures.yaml\n", "")
    file = tmp_path / "plan.yaml"
    file.write_text(text)
    with pytest.raises(DataFileInvalid, match="There is no cycle NR77"):
        load_plan(file)
    file.write_text(text.replace("NR77", "NR2"))
    with pytest.raises(DataFileInvalid, match="NR3 is not before NR2"):
        load_plan(file)
