"""What does not join, and what somebody should know of what does: by cycle, language, key, and why. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

NOT_JOINED: Mapping[str, str] = {
    "no_definition": "no definition of this cycle is in the folder; its questions keep our working wording",
    "no_texts": "no file of texts in this language; its questions keep our working wording",
    "no_language": "a folder of i18n/ is named after none of ar, es, fr, ru and zh; left out",
    "text_missing": "a text of the question is missing in this language; it keeps our working wording",
    "heading_missing": "the heading is missing in this language; ours stays",
    "stem_missing": "the lead of the group is missing in this language; ours stays",
    "note_missing": "a note is missing in this language and left out",
    "no_stem": "no file has a lead for this group; ours stays",
    "no_heading": "the definition has no such section; our heading stays",
    "not_ours": "our questionnaire has nothing of this key; left out",
    "no_place": "our questionnaire has no place for this text; left out",
}
TOLD: Mapping[str, str] = {
    "stale": "the English changed after this translation; taken as it is",
    "stale_unknown": "the file does not say what it was translated from; whether it is up to date is not known",
    "left_in_english": "the text is the English one; taken as it is",
    "tags_differ": "the text is marked up otherwise than the English; markup is dropped in any case",
    "links_dropped": "an address behind a link was dropped, its words stay",
    "hidden_dropped": "invisible characters or controls were dropped",
    "stems_differ": "the lead of the group is spelled in several ways; the first was taken",
    "stem_whole": "the lead of the group could not be told from the question; it stands in both",
    "alike": "two options have the same label",
}


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """One thing to know; no language is told where it holds in all, and `key` is a question's, a group's, a text's."""

    cycle: str
    language: str
    why: str
    key: str = ""
    detail: str = ""

    @property
    def is_not_joined(self) -> bool:
        return self.why in NOT_JOINED


def in_lines(remarks: Iterable[Remark]) -> Iterator[str]:
    """The remarks for a reader: one line for each cycle, language and reason, with every key that it is about."""
    for (cycle, language, why), found in groupby(sorted(remarks), key=lambda one: (one.cycle, one.language, one.why)):
        keys = ", ".join(f"{one.key} ({one.detail})" if one.detail else one.key for one in found if one.key)
        said = NOT_JOINED.get(why) or TOLD[why]
        yield f"{cycle} {language or 'all languages'}: {said}" + (f": {keys}" if keys else "")
