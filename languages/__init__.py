"""The six languages: their catalogues, numbers, days, lists, alphabets and direction. Pure; it knows no app."""
