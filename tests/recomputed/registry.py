"""Records of the Clearing-House by the filters of the measures: as read, and rebuilt from dates of registration."""

from collections import Counter

from tests.recomputed.inputs import as_day, bound, day_of, in_group, rows

SNAPSHOT_COUNTS_WITHIN_DAYS = 90


def read_records():
    """Every record with its Party's code and the day of its registration."""
    codes = {one["id"]: one["code"] for one in rows("parties", "Party")}
    return [
        {**one, "party": codes.get(one["party_id"]), "created": day_of(None, one["created_at"])}
        for one in rows("bch_sync", "BchRecord")
    ]


def read_terms():
    """{(domain, word): {identifier}}, in small letters."""
    found = {}
    for one in rows("bch_sync", "ResolvedTerm"):
        found.setdefault((one["domain"], one["word"]), set()).add(one["identifier"].lower())
    return found


def read_snapshots():
    """{day: {filter: (records, {Party: records})}} as they were counted when the registry was read."""
    found = {}
    for one in rows("bch_sync", "RegistryCount", reconstructed=False):
        by_filter = found.setdefault(one["as_of"], {})
        by_filter[tuple(one["filter"].split("/")[1:])] = (one["records"], one["governments"], one["kinds"])
    return found


def snapshot(records, day):
    return [one for one in records if one["first_seen_on"] <= day and not gone(one, day)]


def gone(one, day):
    return one["withdrawn_on"] is not None and one["withdrawn_on"] <= day


def rebuilt(records, day):
    """Those still there today that were registered by a day: at least so many."""
    return [
        one for one in records if one["withdrawn_on"] is None and one["created"] is not None and one["created"] <= day
    ]


def values_of(record, field):
    given = record["payload"].get(field)
    if given is None:
        return []
    return given if isinstance(given, list) else [given]


def passes(record, condition, day, terms, there):
    given = [str(one) for one in values_of(record, condition["field"])]
    if "any" in condition or "terms" in condition:
        wanted = {one.lower() for one in condition.get("any", ())}
        if "terms" in condition:
            for word in condition["terms"]["containing"]:
                wanted |= terms.get((condition["terms"]["domain"], word), set())
        return any(one.lower() in wanted for one in given)
    if "links_to" in condition:
        return any(one.lower() in there[condition["links_to"]] for one in given)
    days = [as_day(one[:10]) for one in given]
    since = as_day(condition["from"]) if "from" in condition else None
    until = day if condition.get("until") == "as of" else None
    return any((since is None or one >= since) and (until is None or one <= until) for one in days)


def found(records, rule, day, terms):
    """The records of one named count of a measure, among those that were there on a day."""
    there = {}
    for one in records:
        there.setdefault(one["schema"], set()).add(one["identifier"].lower())
    for condition in rule.get("where", ()):
        if "links_to" in condition:
            there.setdefault(condition["links_to"], set())
    return [
        one
        for one in records
        if one["schema"] in rule["schemas"]
        and all(passes(one, condition, day, terms, there) for condition in rule.get("where", ()))
    ]


def counted(records, rule, day, terms):
    """(records, {Party: records}, {kind: records}) of one named count; who is none of ours has no Party."""
    passing = found(records, rule, day, terms)
    kinds = Counter()
    if "kinds" in rule:
        for one in passing:
            kinds.update({str(value).lower() for value in values_of(one, rule["kinds"])})
    return len(passing), dict(Counter(one["party"] for one in passing if one["party"])), dict(kinds)


def of_groups(parties, governments, groups, day):
    """How many records are of governments that are members of one of some groups on a day."""
    members = set().union(*(in_group(parties, slug, day) for slug in groups))
    return sum(number for code, number in governments.items() if code in members)


def with_record(parties, holders, day):
    """{Party: whether it has a record}: it has one where it is among the holders under every count."""
    have = set.intersection(*(set(codes) for codes in holders))
    return {code: code in have for code in bound(parties, "cpb", "in_force", day)}


def nearest_snapshot(days, cut_off):
    near = [day for day in days if abs((day - cut_off).days) <= SNAPSHOT_COUNTS_WITHIN_DAYS]
    return min(near, key=lambda day: (abs((day - cut_off).days), day), default=None)
