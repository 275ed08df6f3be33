"""The pages of what went wrong: what happened, whether anything is lost, what to do next."""

from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from lienthong.web.ui import kept
from lienthong.web.ui.context import Page


class Unclear(BadRequest):
    """The address asks for a moment that cannot be meant. Nothing is guessed: who reads figures of
    now as those of a past day is misled. Its text is the sentence that people read."""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address that asks for what cannot be meant says so in its own sentence."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "ui/413.html", status=413)
    reason = str(exception) if isinstance(exception, Unclear) else ""
    return render(request, "ui/400.html", {"reason": reason}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`exception` is the refusal: its text is the sentence that people read."""
    return render(request, "ui/403.html", {"reason": str(exception or "")}, status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's secret is missing or old: who signs in in another window gets a new one. What the
    browser says came from a page of this house may be sent on. `reason` is Django's English word
    for developers."""
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if ours and (found := kept.kept(kept.keep(request))):
        return kept.send_on(request, found, status=403)
    return render(request, "ui/form_expired.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "ui/404.html", status=404)


def method_not_allowed(request: HttpRequest, *, allow: str) -> HttpResponse:
    response = render(request, "ui/405.html", status=405)
    response["Allow"] = allow
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request's context: it must appear with the database gone, too."""
    context = {"page": Page(None), "request_id": getattr(request, "request_id", "")}
    return HttpResponse(render_to_string("ui/500.html", context), status=500)
