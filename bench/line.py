"""The one form of a measurement (contract `commands.md`)."""

import json
import os
import platform
from typing import Any


def line(
    bench: str,
    value: float,
    unit: str,
    *,
    n: int,
    ratio: float | None = None,
    against: str | None = None,
    **context: Any,
) -> None:
    """`ratio` is value over what `against` reached in the same run, where there is such a thing."""
    print(
        json.dumps(
            {
                "bench": bench,
                "value": round(value, 3),
                "unit": unit,
                "ratio": None if ratio is None else round(ratio, 3),
                "against": against,
                "n": n,
                "context": {
                    "cores": os.cpu_count(),
                    "python": platform.python_version(),
                    **context,
                },
            },
            ensure_ascii=False,
        ),
        flush=True,
    )


def p95(seconds: list[float]) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
