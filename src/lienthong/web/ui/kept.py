"""What was typed into a form that could not be taken, because the reader was signed out meanwhile
or signed in anew in another window. It goes with the reader, signed, and is sent on by one press;
nothing of it is written on our side before."""

from dataclasses import dataclass
from typing import Final

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_SALT: Final = "lienthong.kept"
_GOOD_FOR: Final = 60 * 60
# A password is typed again.
_NEVER: Final = "password"
_ADDED: Final = "csrfmiddlewaretoken"


@dataclass(frozen=True, slots=True)
class Kept:
    """`fields`: name and value in the order of the form. `files`: names of what was chosen and is
    not kept."""

    address: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


def keep(request: HttpRequest) -> str:
    """The form as it was sent; empty when there is nothing to keep or it holds a password."""
    fields = [
        (name, value) for name, values in request.POST.lists() if name != _ADDED for value in values
    ]
    if not fields or any(_NEVER in name for name, _value in fields):
        return ""
    files = [file.name for name in request.FILES for file in request.FILES.getlist(name)]
    kept = (request.get_full_path(), fields, files)
    return signing.dumps(kept, salt=_SALT, compress=True)


def kept(text: str) -> Kept | None:
    try:
        address, fields, files = signing.loads(text, salt=_SALT, max_age=_GOOD_FOR)
    except signing.BadSignature:
        return None
    return Kept(address, tuple((name, value) for name, value in fields), tuple(files))


def signed_out(request: HttpRequest, text: str) -> HttpResponse:
    return render(request, "ui/signed_out.html", {"kept": text}, status=401)


def send_on(request: HttpRequest, found: Kept, *, status: int = 200) -> HttpResponse:
    """The page from which the reader sends the form on, with a fresh secret."""
    return render(request, "ui/send_on.html", {"kept": found}, status=status)
