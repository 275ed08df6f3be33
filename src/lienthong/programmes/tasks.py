"""What the worker does for programmes again and again."""

from datetime import datetime

from lienthong.programmes.actions import warnings


def warn(at: datetime) -> int:
    return warnings.warn(at=at)
