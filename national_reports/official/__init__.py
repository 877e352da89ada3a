"""The Secretariat's own wording of the questionnaires, out of its public files.

    modules     a definition: which text stands at which question, read and never run
    text_files  the texts of one language, with how old their translation is
    plain       markup to plain text
    outline     a definition against our questionnaire
    joining     an outline with the texts of a language: an official-text file, and what does not join
    importing   a folder of them: every cycle in every language, written and stored, or nothing

See docs/data-files.md.
"""
