"""Every row that a run should hold, by the name of what it tells."""

from tests.recomputed import answered, inputs, registry, unanswered


class Expected:
    """`values`, `findings` and `classes`: {key: {column: value}}; keys name indicator, measure, cycles and group."""

    def __init__(self, world):
        self.world, self.values, self.findings, self.classes = world, {}, {}, {}

    def value(self, measure, *, cycle=None, day=None, group="all", threshold=None, reading="", **columns):
        # A figure of a cycle is one a cycle; others are told apart by their day.
        key = (measure["indicator"], measure["key"], cycle, None if cycle else day, group, threshold, reading)
        assert key not in self.values, key
        self.values[key] = {"kind": measure["kind"], "as_of": day, **columns}

    def finding(self, measure, *, baseline=None, current=None, group="all", **columns):
        key = (measure["indicator"], measure["key"], baseline, current, group)
        assert key not in self.findings, key
        self.findings[key] = columns

    def counted_reports(self):
        """{cycle: its population and the reports of it that count, by part}, as a run says what it rests on."""
        found = {}
        for cycle in self.world["questions"]:
            dates = self.world["cycles"][cycle]
            population = inputs.bound(self.world["parties"], "cpb", "in_force", dates["population_on"])
            found[cycle] = {
                "deadline": dates["deadline"].isoformat(),
                "population": len(population),
                "parts": {
                    part: {
                        "cut_off": cut_off.isoformat(),
                        "reports": len(population & self.world["given"][cycle, part].keys()),
                    }
                    for part, cut_off in dates["cut_offs"].items()
                },
            }
        return found

    def count_of_records(self, indicator, key, name, day, *, is_rebuilt):
        """(records, {Party: records}, {kind: records}) of one filter on a day."""
        (rule,) = (
            rule
            for measure in self.world["measures"]
            if (measure["indicator"], measure["key"]) == (indicator, key)
            for rule in measure["registry"]["counts"]
            if rule["name"] == name
        )
        there = (registry.rebuilt if is_rebuilt else registry.snapshot)(self.world["records"], day)
        return registry.counted(there, rule, day, self.world["terms"])


def read(plan_file):
    """Everything that the figures rest on."""
    cycles = inputs.read_cycles()
    return {
        "cycles": cycles,
        "measures": inputs.read_measures(plan_file),
        "parties": inputs.read_parties(),
        "groups": ["all", *inputs.group_slugs()],
        "reports": inputs.read_reports(),
        "extensions": inputs.read_extensions(),
        "questions": {cycle: inputs.read_questions(cycle) for cycle in inputs.CYCLES_WITH_FORMS},
        "records": registry.read_records(),
        "terms": registry.read_terms(),
        "snapshots": registry.read_snapshots(),
    }


def recompute(plan_file):
    """Every expected row."""
    world = read(plan_file)
    world["given"] = answered.what_was_answered(world)
    expected = Expected(world)
    for measure in world["measures"]:
        if measure.get("bindings") or "reports" in measure:
            answered.expect(measure, world, expected)
        else:
            unanswered.expect(measure, world, expected)
    return expected
