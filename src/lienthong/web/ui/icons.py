"""Icons: Lucide (licence in ICONS-LICENSE.txt), drawn inline so that a page or a fragment needs
no sprite and the strict Content-Security-Policy holds."""

import re
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

_SPRITE = Path(__file__).parent / "icons.svg"


@cache
def shapes() -> dict[str, str]:
    """Name to the inside of its drawing, 24 by 24."""
    text = _SPRITE.read_text(encoding="utf-8")
    return dict(re.findall(r'<symbol id="([^"]+)">(.+)</symbol>', text))


@cache
def icon(name: str) -> SafeString:
    """The drawing NAME, hidden from screen readers: an icon always stands beside its words."""
    if name not in shapes():
        raise LookupError(f"icons.svg has no icon {name!r}")
    drawing = f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{shapes()[name]}</svg>'
    return mark_safe(drawing)  # noqa: S308 - our own file
