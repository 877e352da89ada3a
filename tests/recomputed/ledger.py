"""Which report of a Party counts at a cut-off, and whether one came in time (method, section 1)."""

from datetime import UTC, datetime, time

HELD = ("published", "superseded")
FILLED_IN_HERE = ("form", "workbook", "paper")


def counted(reports, cut_off):
    """{Party: the report that counts}, of reports of one cycle and part; population is the caller's."""
    by_party = {}
    for report in reports:
        if report["state"] in HELD and report["content"] is not None and report["content"] <= cut_off:
            by_party.setdefault(report["party"], []).append(report)
    return {party: chosen(in_time) for party, in_time in by_party.items()}


def chosen(in_time):
    """Staff's choice; else the latest revision of the record that was submitted last."""
    preferred = [one for one in in_time if one["preferred"]]
    if preferred:
        return preferred[0]
    latest = {}
    for one in in_time:
        record = ("", "here") if one["origin"] in FILLED_IN_HERE else (one["identifier"].lower(), "elsewhere")
        if record not in latest or revision(one) > revision(latest[record]):
            latest[record] = one
    # `max` keeps the first of equals: of equal moments the first identifier counts.
    in_order = [latest[record] for record in sorted(latest)]
    return max(in_order, key=lambda one: (moment(one, "first"), moment(one, "content")))


def revision(one):
    return (one["version"] if one["origin"] in FILLED_IN_HERE else one["revision"] or 1), one["version"]


def moment(one, which):
    """When, to the moment where it is known; a bare date is the beginning of its day."""
    at = one["first_received_at"] if which == "first" else one["received_at"]
    on = one[which]
    return on, at or datetime.combine(on, time.min, UTC)


def received(reports, deadline, cut_off):
    """{Party: yes where a report first came by the deadline, partial where by the cut-off}."""
    found = {}
    for one in reports:
        if one["state"] in HELD and one["first"] is not None and one["first"] <= cut_off:
            in_time = one["first"] <= deadline
            if in_time or one["party"] not in found:
                found[one["party"]] = "yes" if in_time else "partial"
    return found
