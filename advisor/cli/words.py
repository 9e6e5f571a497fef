"""The language the command line speaks, and its words."""

from __future__ import annotations

import os
import sys
from functools import lru_cache

from advisor.domain.values import Language
from advisor.phrases import Phrases

_OPTION = "--language"


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    """Every phrase, loaded once."""
    return Phrases()


@lru_cache(maxsize=1)
def spoken() -> Language:
    """`--language` on the command line, else ADVISOR_LANGUAGE, LC_ALL, LC_MESSAGES or LANG."""
    arguments = sys.argv[1:]
    for i, argument in enumerate(arguments):
        if argument == _OPTION and i + 1 < len(arguments) and arguments[i + 1] in list(Language):
            return Language(arguments[i + 1])
        if argument.startswith(f"{_OPTION}=") and argument[-2:] in list(Language):
            return Language(argument[-2:])
    for name in ("ADVISOR_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2].lower()
        if code in list(Language):
            return Language(code)
    return Language.EN


def say(key: str, **values: object) -> str:
    """The phrase `cli.<key>` in the language spoken."""
    return phrases().say(f"cli.{key}", spoken(), **values)
