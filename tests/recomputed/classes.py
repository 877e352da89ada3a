"""What a Party counts as for one measure and cycle (method, section 2)."""

from itertools import product

from tests.recomputed.plausible import counted

ORDERS = {
    "any": ("yes", "partial", "no", "not_applicable"),
    "all": ("no", "partial", "yes", "not_applicable"),
}
BEST_FIRST = ORDERS["any"]


def visible(key, questions, answers, _on_the_way=()):
    """Whether the form asks a question of somebody who answered so; answers to hidden questions open nothing."""
    if key in _on_the_way:
        return False
    question = questions.get(key)
    conditions = question.get("enabled_by", ()) if question else ()

    def holds(condition):
        if "any_of" in condition:
            return any(holds(one) for one in condition["any_of"])
        asked = condition["question"]
        if not visible(asked, questions, answers, (*_on_the_way, key)):
            return False
        given = set(answers.get(asked, ()))
        if "values" in condition:
            return bool(given & set(condition["values"]))
        return bool(given - set(condition["except"]))

    return all(holds(condition) for condition in conditions)


def counting(questions, answers):
    """The answers without the hidden ones."""
    return {key: given for key, given in answers.items() if visible(key, questions, answers)}


def class_of_question(rule, questions, answers):
    """The class of one question's answer; None where there is none. `answers` hold no hidden ones."""
    if not visible(rule["key"], questions, answers):
        for implied in rule.get("implied", ()):
            if all(set(counted(answers, one["question"])) & set(one["values"]) for one in implied["when"]):
                return None if implied["class"] == "unanswered" else implied["class"]
        return None
    given = set(counted(answers, rule["key"]))
    for name in BEST_FIRST:
        if given & set(rule.get(name, ())):
            return name
    return None


def joined(binding, classes):
    """The class of complete answers; None where the table does not know them."""
    combine = binding["combine"]
    if combine == "single":
        return classes[0]
    if combine == "composite":
        table = {tuple(row["in"]): row["out"] for row in binding["table"]}
        return table.get(tuple(classes))
    return next(name for name in ORDERS[combine] if name in classes)


def class_of_party(binding, questions, answers):
    """(class, settled): settled says what an unanswered Party counts as in bounds: yes, not_yes or nothing."""
    classes = [class_of_question(rule, questions, answers) for rule in binding["questions"]]
    if None not in classes:
        whole = joined(binding, classes)
        return (whole, None) if whole and whole != "unanswered" else ("unanswered", None)
    if all(one is None for one in classes):
        return "unanswered", None
    offered = [
        [known] if known else [name for name in BEST_FIRST if rule.get(name)]
        for known, rule in zip(classes, binding["questions"], strict=True)
    ]
    possible = {joined(binding, list(ways)) for ways in product(*offered)}
    if possible == {"yes"}:
        return "unanswered", "yes"
    if possible <= {"partial", "no"}:
        return "unanswered", "not_yes"
    return "unanswered", None


def bands_of_party(binding, questions, answers):
    """[(lowest, highest)] of each question, None where no band is known."""
    found = []
    for rule in binding["questions"]:
        given = counted(answers, rule["key"]) if visible(rule["key"], questions, answers) else ()
        known = [rule["bands"][option] for option in given if option in rule.get("bands", {})]
        found.append(tuple(known[0]) if known else None)
    return found


def joined_bands(rule, bands):
    """(surely at least, at most or None where open, whether every part is known)."""
    known = [one for one in bands if one]
    lows = [low for low, _ in known]
    low = max(lows, default=0) if rule == "union" else sum(lows)
    complete = len(known) == len(bands)
    is_open = not complete or any(high is None for _, high in known)
    return low, None if is_open else sum(high for _, high in known), complete


def at_least(binding, step, bands):
    """(class, settled) of a Party for the share at or above a step."""
    low, high, complete = joined_bands(binding.get("band_rule", "single"), bands)
    if complete:
        if low >= step:
            return "yes", None
        if high is not None and high < step:
            return "no", None
        return "unanswered", None
    return "unanswered", ("yes" if low >= step else None)
