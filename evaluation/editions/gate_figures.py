"""The gate of meaning over the rows of a frozen form: days, n and N, sums, reasons (method.md §7). Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from evaluation.editions.form import FrozenForm, Row, figure
from evaluation.editions.gate_days import days_in
from evaluation.editions.refusals import Check, Refusal
from indicators.calculations import PartyClass, count
from indicators.findings import Trend
from indicators.kinds.figure import NoFigure, Ratio
from indicators.reasons import Source, decoded
from parties.all_parties import ALL

# A snapshot of the Clearing-House is taken so near to the day that it speaks for (method.md §5).
NEAR = timedelta(days=90)
LEVELS = ("met", "not_met", "cannot_tell", "not_judged")


def subject_of(form: FrozenForm, measure: str) -> str:
    return f"indicator/{form['measures'][measure]['indicator']}"


def place_of(row: Row) -> str:
    """Where a figure or a finding stands: its measure, cycle, group, and which step or reading."""
    parts = (
        row["measure"],
        row.get("cycle") or row.get("current"),
        row["group"],
        row.get("threshold"),
        row.get("reading"),
    )
    return " ".join(str(part) for part in parts if part not in (None, ""))


def last_day(form: FrozenForm, cycle: str | None) -> date:
    """The last day that anything counted for a cycle can be of; of no cycle, the evaluation's own cut-off."""
    if cycle is None or cycle == form.current:
        return date.fromisoformat(form["parameters"]["cut_off"])
    return max(date.fromisoformat(on) for on in form.cycle(cycle)["cut_offs"].values())


# -- days ------------------------------------------------------------------------------------------------


def dated_later(form: FrozenForm) -> Iterator[Refusal]:
    """Whatever is told as counted, recorded or reached, and is of a day after the cut-off."""
    yield from _reports_later(form)
    for row in form["recorded"]:
        if row["as_of"] > form["parameters"]["cut_off"]:
            yield _later(form, row["measure"], f"{row['measure']} recorded {row['as_of']}", row["as_of"])
    for row in form["registry"]:
        day = date.fromisoformat(row["as_of"])
        if day > last_day(form, row["cycle"]) + (timedelta(0) if row["reconstructed"] else NEAR):
            yield _later(form, row["measure"], f"{row['filter']} {row['cycle'] or ''}".rstrip(), row["as_of"])
    for row in form["values"]:
        for day in sorted(_days_of(row)):
            if day > last_day(form, row["cycle"]) + (NEAR if _is_snapshot(row) else timedelta(0)):
                yield _later(form, row["measure"], place_of(row), day.isoformat())


def _reports_later(form: FrozenForm) -> Iterator[Refusal]:
    for row in form["reports"]:
        cut_off = form.cycle(row["cycle"])["cut_offs"][row["part"]]
        if row["received_on"] is None or row["received_on"] > cut_off:
            place = f"{row['cycle']} {row['part']} {row['party']}".replace("  ", " ")
            yield Refusal(Check.AFTER_CUT_OFF, place, str(row["received_on"]), "reports")


def _days_of(row: Row) -> set[date]:
    """The days of events, answers and records that a figure tells of. That of a cycle's answers is its deadline."""
    if row["reason"]:
        return set()
    source, given = decoded(row["source"])
    if source == Source.REPORTS:
        return set()
    days = {date.fromisoformat(row["as_of"])} if row["as_of"] else set()
    if source in (Source.SNAPSHOT, Source.REBUILT):
        return days | {date.fromisoformat(given["day"])}
    # Several milestones are listed with their days where the source stands.
    return days | (days_in(row["source"]) if row["kind"] == "milestone" and row["as_of"] is None else set())


def _is_snapshot(row: Row) -> bool:
    return decoded(row["source"])[0] == Source.SNAPSHOT


def _later(form: FrozenForm, measure: str, place: str, found: str) -> Refusal:
    return Refusal(Check.AFTER_CUT_OFF, place, found, subject_of(form, measure))


# -- n and N ---------------------------------------------------------------------------------------------


def over_n(form: FrozenForm) -> Iterator[Refusal]:
    """Parts that are larger than what they are parts of; of a ratio neither number is a part."""
    for row in form["values"]:
        yield from _over(form, row, _parts_of_value(form, row))
    for row in form["findings"]:
        yield from _over(form, row, _parts_of_finding(row))
    for cycle, parts in form["coverage"].items():
        for part, groups in parts.items():
            for group, held in groups.items():
                if held["received"] > held["population"]:
                    place = " ".join(one for one in ("coverage", cycle, part, group) if one)
                    yield Refusal(Check.OVER_N, place, f"{held['received']} > {held['population']}", "reports")


def _over(form: FrozenForm, row: Row, pairs: Iterator[tuple[Any, Any]]) -> Iterator[Refusal]:
    for part, whole in pairs:
        if part is not None and whole is not None and part > whole:
            yield Refusal(Check.OVER_N, place_of(row), f"{part} > {whole}", subject_of(form, row["measure"]))
            return


def _parts_of_value(form: FrozenForm, row: Row) -> Iterator[tuple[Any, Any]]:
    said = figure(row)
    if row["numerator"] is not None and row["denominator"] is not None and not isinstance(said, Ratio):
        yield float(row["numerator"]), float(row["denominator"])
    if row["low"] is not None and row["high"] is not None:
        yield row["low"], row["high"]
    if row["population"] is None:
        return
    if row["cycle"]:
        yield row["population"], len(form.counted_among(row["measure"], row["cycle"], row["group"]))
    yield row["settled_yes"] + row["settled_not_yes"], row["unanswered"]
    # Of a total low and high are amounts; of everything else Parties.
    if not form.kind(row["measure"]).has_steps or row["threshold"] is not None:
        yield row["high"], row["population"] - row["not_applicable"]


def _parts_of_finding(row: Row) -> Iterator[tuple[Any, Any]]:
    yield row["panel"], row["eligible"]
    yield row["eligible"], row["population"]
    yield row["reporting"], row["population"]
    yield row["baseline_yes"], row["panel"]
    yield row["current_yes"], row["panel"]
    yield row["net_low"], row["net_high"]
    yield row.get("silence_low"), row.get("silence_high")
    yield row.get("silence_among"), row["population"]
    yield row.get("could_offset"), row.get("silence_among")
    yield row.get("only_before_yes"), row.get("only_before")
    yield row.get("only_now_yes"), row.get("only_now")


# -- sums ------------------------------------------------------------------------------------------------


def not_adding_up(form: FrozenForm) -> Iterator[Refusal]:
    """Classes, gained and lost, stands and targets that do not add up to all there are."""
    yield from _classes(form)
    yield from _counts(form)
    for row in form["findings"]:
        if any(row[name] is None for name in ("gained", "lost", "stayed", "panel")):
            continue
        moved = row["gained"] + row["lost"] + row["stayed"]
        if moved != row["panel"]:
            yield _sum(form, row, f"{row['gained']} + {row['lost']} + {row['stayed']} ≠ {row['panel']}")
        elif (
            row["baseline_yes"] is not None and row["current_yes"] - row["baseline_yes"] != row["gained"] - row["lost"]
        ):
            yield _sum(form, row, f"{row['current_yes']} − {row['baseline_yes']} ≠ {row['gained']} − {row['lost']}")
    yield from _summaries(form)


def _sum(form: FrozenForm, row: Row, found: str) -> Refusal:
    return Refusal(Check.SUMS, place_of(row), found, subject_of(form, row["measure"]))


def _classes(form: FrozenForm) -> Iterator[Refusal]:
    """Every Party of the population stands in exactly one class."""
    for measure, cycles in form["classes"].items():
        for code, classes in cycles.items():
            held = Counter(party for name in PartyClass for party in classes.get(name.value, ()))
            population = form.counted_among(measure, code)
            wrong = sorted({party for party, number in held.items() if number > 1} | (set(held) ^ set(population)))
            if wrong:
                yield Refusal(Check.SUMS, f"{measure} {code} classes", ", ".join(wrong), subject_of(form, measure))


def _counts(form: FrozenForm) -> Iterator[Refusal]:
    """The counts of a figure are those of its classes, and add up to the Parties of its group."""
    for row in form["values"]:
        if row["population"] is None:
            continue
        counted = sum(row[name.value] for name in PartyClass)
        if counted != row["population"]:
            yield _sum(form, row, f"{counted} ≠ {row['population']}")
            continue
        classes = form["classes"].get(row["measure"], {})
        if row["cycle"] not in classes or row["threshold"] is not None or row["reading"]:
            continue
        among = form.counted_among(row["measure"], row["cycle"], row["group"])
        again = count(form.standings(row["measure"], row["cycle"]), among)
        for name in PartyClass:
            if row[name.value] != getattr(again, name.value):
                yield _sum(form, row, f"{name.value} {row[name.value]} ≠ {getattr(again, name.value)}")
                break


def _summaries(form: FrozenForm) -> Iterator[Refusal]:
    """What is counted of indicators and of targets: of each objective, and of them all together."""
    for subject, said in form["summaries"].items():
        _kind, _slash, code = subject.partition("/")
        codes = form.indicators(code or None)
        stands = Counter(form.stand(one) for one in codes)
        if said["indicators"] != len(codes) or sum(said["trend"].values()) != len(codes):
            yield _of_summary(subject, "indicators", f"{sum(said['trend'].values())} ≠ {len(codes)}")
        elif any(number != stands[part] for part, number in said["trend"].items()):
            yield _of_summary(subject, "stands", f"{dict(said['trend'])} ≠ {dict(stands)}")
        targets = said.get("targets")
        if targets and sum(targets[name] for name in LEVELS) != targets["stated"]:
            yield _of_summary(subject, "targets", f"{[targets[name] for name in LEVELS]} ≠ {targets['stated']}")
    stated = [form.summary(f"objective/{goal['code']}").get("targets", {}).get("stated", 0) for goal in form.objectives]
    whole = form.summary("whole").get("targets", {}).get("stated", 0)
    if sum(stated) != whole:
        yield _of_summary("whole", "targets of the objectives", f"{sum(stated)} ≠ {whole}")


def _of_summary(subject: str, what: str, found: str) -> Refusal:
    return Refusal(Check.SUMS, f"{subject} {what}", found, subject)


# -- reasons ---------------------------------------------------------------------------------------------


def without_reason(form: FrozenForm) -> Iterator[Refusal]:
    """Every figure, level, trend or pace that is not said has its reason; and rows are of their measure's kind."""
    for row in form["values"]:
        subject = subject_of(form, row["measure"])
        if row["kind"] != form["measures"][row["measure"]]["kind"]:
            yield Refusal(Check.ANOTHER_MEASURE, place_of(row), str(row["kind"]), subject)
        said = figure(row)
        if isinstance(said, NoFigure) and not said.reason:
            yield Refusal(Check.NO_REASON, f"{place_of(row)} figure", "–", subject)
    for row in form["findings"]:
        for name in ("level", "trend", "pace"):
            refused = not row[name] or (name == "trend" and row[name] in (Trend.NOT_COMPARABLE, Trend.NO_BASELINE))
            # Without a first reading the word is the reason.
            if refused and row[name] != Trend.NO_BASELINE and not row[f"{name}_reason"]:
                yield Refusal(Check.NO_REASON, f"{place_of(row)} {name}", "–", subject_of(form, row["measure"]))
    held: Mapping[tuple[str, str], bool] = {(row["measure"], row["group"]): True for row in form["findings"]}
    for code in form.indicators():
        for measure in sorted({form.headline(code), form.trend_measure(code)}):
            if (measure, ALL) not in held:
                yield Refusal(Check.NO_REASON, f"{measure} finding", "–", f"indicator/{code}")
