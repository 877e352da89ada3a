"""The tool that changes rules: what it makes of a line, and that its lists name what is there."""

import ast
from collections import Counter

import mutants
import pytest
from mutants_making import mutants_of


def changed(source):
    return [one.after for one in mutants_of("module.py", source)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a < b", ["a <= b"]),
        ("a != b", ["a == b"]),
        ("a and b and c", ["(b and c)", "(a and c)", "(a and b)"]),
        ("not a", ["(a)"]),
        ("a * 2", ["(a / 2)", "a * 3"]),
        ("found = any(a for a in b if a)", ["found = all(a for a in b if a)", "found = any(a for a in b if True)"]),
        ("a if b else c", ["a if False else c", "a if True else c"]),
        ("rows.filter(a=b, c=d)", ["pass", "rows.filter(c=d)", "rows.filter(a=b)"]),
        ("held.state = b", ["pass"]),
        ("raise Refused", ["pass"]),
        # What would only be missed, or is a text, stays.
        ("held = b", []),
        ("'a' + b", []),
        ("f'{a < b}'", []),
        ("held: Literal[1] = b", []),
    ],
)
def test_one_line_is_changed_in_one_place_at_a_time(line, expected):
    assert changed(line) == expected


def test_a_guard_is_taken_out_and_what_it_raises_once():
    source = "def publish(by, author):\n    if by == author:\n        raise Refused\n"
    assert changed(source) == ["if False:", "if by != author:"]


def test_a_decorator_is_taken_out_but_those_without_which_nothing_loads():
    source = "@requires(PUBLISH)\ndef publication():\n    return 0\n"
    first = next(mutants_of("module.py", source))
    assert first.source == "\ndef publication():\n    return 0\n"
    assert changed("@property\ndef size(self):\n    return a\n") == []


def test_a_member_of_an_enumeration_becomes_another_of_few_and_the_next_of_many():
    few = "class Leave(Enum):\n    NO = 'no'\n    YES = 'yes'\n    MAY = 'may'\n\nheld = Leave.MAY\n"
    assert changed(few) == ["held = Leave.NO", "held = Leave.YES"]
    many = "class Step(Enum):\n    A = 'a'\n    B = 'b'\n    C = 'c'\n    D = 'd'\n\nheld = Step.D\n"
    assert changed(many) == ["held = Step.A"]


def test_every_mutant_of_a_module_can_be_loaded_and_differs_from_what_it_was_made_of():
    as_it_is = ast.dump(ast.parse((mutants.HOUSE / "parties/roles.py").read_text()))
    found = mutants.mutants("parties/roles.py")
    assert "publishes=Leave.YES," in {one.after for one in found}
    for one in found:
        assert ast.dump(ast.parse(one.source)) != as_it_is, one


def test_the_table_names_modules_and_tests_that_are_there():
    for module, tests in mutants.tests_by_module().items():
        lacking = [one for one in (module, *tests) if not (mutants.HOUSE / one).exists()]
        assert lacking == []


def test_every_accepted_survivor_has_its_reason_once_and_can_still_be_made():
    accepted = mutants.accepted_survivors()
    assert [one for one in accepted if not one.reason.strip()] == []
    assert [key for key, times in Counter(one.key for one in accepted).items() if times > 1] == []
    made = {mutants.key_of(one) for module in {one.file for one in accepted} for one in mutants.mutants(module)}
    assert {one.key for one in accepted} <= made


def test_a_run_fails_over_a_survivor_without_a_reason_and_over_a_reason_without_a_survivor(capsys):
    (survivor,) = mutants_of("module.py", "a < b")
    accepted = mutants.Accepted(*mutants.key_of(survivor), reason="They are never equal.")
    assert mutants._verdict([survivor], [accepted]) == 0
    assert mutants._verdict([survivor], []) == 1
    assert mutants._verdict([], [accepted]) == 1
    assert "SURVIVED module.py:1: a < b" in capsys.readouterr().out
