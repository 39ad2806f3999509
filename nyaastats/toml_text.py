"""Parses TOML that a person has written, or raises an error of one line."""

from __future__ import annotations

import tomllib
from typing import Any

from nyaastats.domain.text import shorten_text
from nyaastats.errors import SettingsError


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """The document; raise SettingsError, which begins with `name`, such as "the events 'events.toml'"."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise SettingsError(f"{name} cannot be used: they are nested too deeply") from error
    except ValueError as error:  # TOMLDecodeError is one, and so is a whole number of more than 4,300 digits
        raise SettingsError(f"{name} are not TOML: {describe_toml_fault(error)}") from error


def describe_toml_fault(error: ValueError) -> str:
    """What is wrong with the text, and in which line where the parser says so."""
    if isinstance(error, tomllib.TOMLDecodeError):
        return shorten_text(str(error))
    return "a number has too many digits"
