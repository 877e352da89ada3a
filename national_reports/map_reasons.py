"""Why an earlier answer says nothing of a later question, as the maps between questionnaires say it.

The maps are data and list codes in their sentences; here translators find the texts, with a place for the codes. A test
holds every sentence of a map against them.
"""

from languages.told import said_later

REASONS = (
    said_later("Scale changed: only one of the two forms offers a middle answer."),
    said_later("One form allows several answers where the other allows one."),
    said_later("Answers of the earlier form have no counterpart in the later one: {codes}."),
    said_later("Options with the same identifier mean different things in the two forms: {codes}."),
    said_later("The Secretariat's map links two questions that ask different things."),
)
