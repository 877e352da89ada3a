"""The group that every Party is in, wherever figures, pages and addresses name groups. Pure."""

ALL = "all"
