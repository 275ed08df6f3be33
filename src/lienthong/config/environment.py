"""Typed readers of the environment. A wrong value stops the start with a sentence."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


class WrongSetting(ImproperlyConfigured):
    """A setting has a value that cannot be used. The message names it and says what it takes."""


def text(name: str, default: str = "") -> str:
    """The variable NAME, or the content of the file that NAME_FILE points to (for secrets)."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise WrongSetting(f"{name}_FILE: không đọc được tệp {file}.") from error
    return os.environ.get(name, default)


def truth(name: str, *, default: bool) -> bool:
    value = text(name)
    if not value:
        return default
    if value.lower() in {"true", "1", "yes"}:
        return True
    if value.lower() in {"false", "0", "no"}:
        return False
    raise WrongSetting(f"{name}: dùng true hoặc false, không phải {value!r}.")


def number(name: str, default: int) -> int:
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise WrongSetting(f"{name}: cần một số nguyên, không phải {value!r}.") from error


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
