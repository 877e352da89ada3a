"""The kinds of measures as people read them; a test holds this against the table of kinds."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

KIND_LABELS: list[tuple[str, str | Promise]] = [
    ("share_of_parties", gettext_lazy("Share of Parties")),
    ("number_of_parties", gettext_lazy("Number of Parties")),
    ("banded_number", gettext_lazy("Banded number")),
    ("record_count", gettext_lazy("Record count")),
    ("parties_with_record", gettext_lazy("Parties with a record")),
    ("ratio", gettext_lazy("Ratio")),
    ("membership", gettext_lazy("Membership")),
    ("milestone", gettext_lazy("Milestone")),
    ("recorded_figure", gettext_lazy("Recorded figure")),
    ("narrative", gettext_lazy("Narrative")),
]
