"""Answers that cannot be true (method, section 2): a number out of its bounds, shares that do not make their sum."""


class Untrue(list):
    """The options of an answer that cannot be true: they open what follows, and count as no answer."""


def is_untrue(question, number, details, options):
    rule = question.get("plausible")
    if not rule:
        return False
    shares = [details[option] for option in options if isinstance(details.get(option), int)]
    for one in ([] if number is None else [number]) + shares:
        if one < rule.get("lowest", one) or one > rule.get("highest", one):
            return True
    if "sum" not in rule or not shares:
        return False
    missing = rule["sum"] - sum(shares)
    tolerance = len(shares) // 2
    without = len(options) - len(shares)
    return missing < -tolerance or (missing > tolerance and not without)


def counted(answers, key):
    """What is read of an answer: nothing where it cannot be true."""
    given = answers.get(key, ())
    return () if isinstance(given, Untrue) else given
