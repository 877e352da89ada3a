"""Which report of a Party counts at a cut-off, and whether one came in time (method, section 1)."""

from datetime import UTC, datetime, time

HELD = ("published", "superseded")
FILLED_IN_HERE = ("form", "workbook", "paper")


def counted(reports, cut_off):
    """{Party: the report that counts}, of reports of one cycle and part; population is the caller's."""
    by_party = {}
    for report in reports:
        if report["state"] in HELD and report["content"] is not None:
            by_party.setdefault(report["party"], []).append(report)
    found = {party: chosen(held, cut_off) for party, held in by_party.items()}
    return {party: one for party, one in found.items() if one}


def chosen(held, cut_off):
    """Staff's choice; else the latest revision of the record that was submitted last; None where all came later."""
    in_time = [one for one in held if one["content"] <= cut_off]
    preferred = [one for one in in_time if one["preferred"]]
    if preferred:
        return preferred[0]
    latest = {}
    for one in in_time:
        record = record_of(one)
        if record not in latest or revision(one) > revision(latest[record]):
            latest[record] = one
    # A record was first received when the earliest known of its revisions says so.
    first = {record: min(moment(one, "first") for one in held if record_of(one) == record) for record in latest}
    # `max` keeps the first of equals: of equal moments the first identifier counts.
    in_order = sorted(latest)
    best = max(in_order, key=lambda record: (first[record], moment(latest[record], "content")), default=None)
    return latest.get(best)


def record_of(one):
    """What revisions are compared within: a document of another system by its identifier, or what is filled in here."""
    return ("", "here") if one["origin"] in FILLED_IN_HERE else (one["identifier"].lower(), "elsewhere")


def revision(one):
    return (one["version"] if one["origin"] in FILLED_IN_HERE else one["revision"] or 1), one["version"]


def moment(one, which):
    """When, to the moment where it is known; a bare date is the beginning of its day."""
    at = one["first_received_at"] if which == "first" else one["received_at"]
    on = one[which]
    return on, at or datetime.combine(on, time.min, UTC)


def received(reports, due, cut_off):
    """{Party: yes where a report first came by its due day, partial where by the cut-off}."""
    found = {}
    for one in reports:
        if one["state"] in HELD and one["first"] is not None and one["first"] <= cut_off:
            in_time = one["first"] <= due[one["party"]]
            if in_time or one["party"] not in found:
                found[one["party"]] = "yes" if in_time else "partial"
    return found
