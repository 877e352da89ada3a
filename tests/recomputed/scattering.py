"""Reports as they never come together in life: every standing of the ledger, hidden and unknown answers, ties.

Rows are written straight into the tables, so that nothing of the portal stands between them and the figures.
"""

from datetime import UTC, datetime, time, timedelta
from random import Random

from django.apps import apps

from tests.recomputed.inputs import day_of, read_cycles, read_questions, rows

BATCH = 5000
CLASSES = ("yes", "partial", "no", "not_applicable")


def scatter(seed, measures, cycles):
    """Write reports and answers of these cycles for Parties and others; the same seed, the same rows."""
    luck = Random(f"scattered {seed}")
    dates = read_cycles()
    ids = {one["code"]: one["id"] for one in rows("indicators", "ReportingCycle")}
    parties = rows("parties", "Party")
    leans = {(one["indicator"], one["key"]): lean(luck) for one in measures}
    diligence = {one["id"]: luck.choice((0.3, 1, 1, 1, 1)) for one in parties}
    states = {}
    reports = []
    for cycle in cycles:
        keys = needed(measures, cycle)
        move(luck, states, leans, [one["id"] for one in parties])
        for part, cut_off in dates[cycle]["cut_offs"].items():
            turnout = luck.choice((0.85, 1.0, 1.0))
            questions = {
                key: one for key, one in read_questions(cycle).items() if key in keys and one.get("part", "") == part
            }
            for party in parties:
                if luck.random() < turnout * diligence[party["id"]]:
                    for report in reports_of(luck, party["id"], ids[cycle], part, cut_off):
                        given = answers(luck, party["id"], questions, measures, cycle, states)
                        reports.append((report, given))
    write(reports)
    extend(luck, parties, ids, dates, cycles)


def extend(luck, parties, ids, dates, cycles):
    """Later due days for some Parties."""
    by = apps.get_model("parties", "User")._base_manager.create(email="desk@example.invalid", name="Desk")
    extension = apps.get_model("national_reports", "Extension")
    for cycle in cycles:
        for party in luck.sample(parties, 12):
            extension._base_manager.create(
                cycle_id=ids[cycle],
                party_id=party["id"],
                due_on=dates[cycle]["deadline"] + timedelta(days=luck.choice((7, 30, 300))),
                decision="A letter.",
                by=by,
                at=datetime(2026, 1, 1, tzinfo=UTC),
            )


def lean(luck):
    """How often a measure's Parties begin with yes, come to it, and fall back."""
    return {
        "begin": luck.uniform(0.1, 0.8),
        "come": luck.choice((0.02, 0.1, 0.35)),
        "fall": luck.choice((0.02, 0.1, 0.35)),
        "answers": luck.choice((0.7, 1.0, 1.0)),
    }


def move(luck, states, leans, parties):
    for name, one in leans.items():
        for party in parties:
            before = states.get((name, party))
            if before is None:
                after = luck.random() < one["begin"]
            else:
                after = luck.random() >= one["fall"] if before else luck.random() < one["come"]
            states[name, party] = after
        states[name, "answers"] = one["answers"]


def needed(measures, cycle):
    """The questions that these measures rest on, with all that opens or closes them."""
    questions = read_questions(cycle)
    found, waiting = set(), []
    for measure in measures:
        for rule in measure.get("bindings", {}).get(cycle, {}).get("questions", ()):
            waiting.append(rule["key"])
            waiting += [one["question"] for implied in rule.get("implied", ()) for one in implied["when"]]
    while waiting:
        key = waiting.pop()
        if key in found or key not in questions:
            continue
        found.add(key)
        for condition in questions[key].get("enabled_by", ()):
            waiting += [one["question"] for one in condition.get("any_of", (condition,))]
    return found


def reports_of(luck, party, cycle, part, cut_off):
    """Versions of one Party: of one record or several, in time, late, without a date, drafts, chosen by staff."""
    versions = luck.choice((1, 1, 1, 1, 1, 2, 2, 3))
    identifiers = [f"{luck.randrange(16**8):08X}" for _ in range(luck.choice((1, 1, 2)))]
    found, first_of = [], {}
    for version in range(1, versions + 1):
        identifier = luck.choice(identifiers)
        origin = luck.choice(("clearing-house", "clearing-house", "form"))
        record = "here" if origin == "form" else identifier
        content = moment(luck, cut_off)
        first = min(first_of.get(record) or content - timedelta(days=luck.choice((0, 0, 5, 200))), content)
        first_of[record] = first
        dates = dates_of(luck, first, content)
        if found and luck.random() < 0.3:
            dates = {name: found[-1][name] for name in dates}
        found.append(
            {
                "party_id": party,
                "cycle_id": cycle,
                "part": part,
                "version": version,
                "state": "superseded",
                "origin": origin,
                "identifier": "" if origin == "form" else luck.choice((identifier, identifier.lower())),
                "revision": None if origin == "form" else version,
                **dates,
            }
        )
    if versions > 1 and luck.random() < 0.1:
        luck.choice(found).update(preferred=True, preferred_reason="Chosen for the test.")
    for one in found:
        if luck.random() < 0.04:
            one["state"] = "withdrawn"
    # The last is public, or still on its way.
    found[-1]["state"] = luck.choice(("published",) * 28 + ("draft", "submitted"))
    return found


def dates_of(luck, first, content):
    """Both dates to the moment, as bare days, or not at all."""
    dated, to_the_moment = luck.random() > 0.02, luck.random() < 0.7
    return {
        "received_at": content if dated and to_the_moment else None,
        "received_on": day_of(None, content) if dated else None,
        "first_received_at": first if dated and to_the_moment else None,
        "first_received_on": day_of(None, first) if dated else None,
    }


def moment(luck, cut_off):
    """Around the end of the cut-off day in UTC−12, which is noon of the next day in UTC; ties are meant."""
    noon_after = datetime.combine(cut_off + timedelta(days=1), time(12), UTC)
    away = luck.choice(
        (
            *(timedelta(seconds=-1), timedelta(0), timedelta(days=-20), timedelta(days=-20), timedelta(days=30)),
            *(timedelta(hours=-luck.randrange(1, 4000)) for _ in range(40)),
        )
    )
    return noon_after + away


def answers(luck, party, questions, measures, cycle, states):
    """{question: [option]}: by chance, then mostly as the Party stands at the measures."""
    found = {}
    for key, question in questions.items():
        options = list(question.get("options", ()))
        if options and luck.random() < 0.8:
            ticks = luck.choice((1, 1, 2)) if question.get("multiple") else 1
            found[key] = luck.sample(options, min(ticks, len(options)))
            if luck.random() < 0.02:
                found[key] = ["an option that no form has"]
    for measure in measures:
        name = measure["indicator"], measure["key"]
        for rule in measure.get("bindings", {}).get(cycle, {}).get("questions", ()):
            if rule["key"] not in questions or luck.random() > states[name, "answers"]:
                continue
            wanted = "yes" if states[name, party] else luck.choice(("no", "no", "no", "partial", "not_applicable"))
            if rule.get(wanted):
                found[rule["key"]] = [luck.choice(rule[wanted])]
    return found


def write(reports):
    made = apps.get_model("national_reports", "Report")._base_manager.bulk_create(
        [apps.get_model("national_reports", "Report")(**columns) for columns, _ in reports], batch_size=BATCH
    )
    answer = apps.get_model("national_reports", "Answer")
    answer._base_manager.bulk_create(
        [
            answer(report_id=report.pk, question=key, options=options)
            for report, (_, given) in zip(made, reports, strict=True)
            for key, options in given.items()
        ],
        batch_size=BATCH,
    )
