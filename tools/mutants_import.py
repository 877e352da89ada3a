"""A plugin of pytest: one module is loaded from the text of its mutant, whatever its file says."""

import os
from importlib.machinery import SourceFileLoader
from types import CodeType

PATH, SOURCE = os.environ["MUTANT_PATH"], os.environ["MUTANT_SOURCE"]
_as_it_is = SourceFileLoader.get_code


def _mutated(self: SourceFileLoader, fullname: str) -> CodeType | None:
    if self.path != PATH:
        return _as_it_is(self, fullname)
    return compile(SOURCE, PATH, "exec")


SourceFileLoader.get_code = _mutated  # type: ignore[method-assign, assignment]
