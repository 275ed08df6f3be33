"""One line per request: what came, what was answered, how long it took; nobody's data."""

import json
import logging
import secrets
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from lienthong.web.ui import errors

logger = logging.getLogger("lienthong.requests")

# Read out over the telephone: no letter that looks or sounds like a figure.
ALPHABET = "2345679ACDEFGHJKLMNPQRSTUVWXYZ"


def new_id() -> str:
    """Eight signs, as in L7K2-9PQX."""
    signs = [secrets.choice(ALPHABET) for _ in range(8)]
    return "".join(signs[:4]) + "-" + "".join(signs[4:])


class QueryCount:
    """Counts the statements of one request on the default connection."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self.count += 1
        return execute(*statement)


class NulMiddleware:
    """Takes NUL out of what is asked and typed: nothing we keep contains it, PostgreSQL refuses it,
    and nobody can see it to correct it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info:
            raise Http404
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", "")
        if request.content_type == "application/x-www-form-urlencoded" and b"%00" in request.body:
            request._body = request.body.replace(b"%00", b"")  # noqa: SLF001
        return self.get_response(request)


class RequestLogMiddleware:
    """Outermost: gives the request its id, writes the line, sends the id back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = new_id()
        request.request_id = request_id  # type: ignore[attr-defined]
        queries = QueryCount()
        started = time.perf_counter()
        with connection.execute_wrapper(queries):
            response = self.get_response(request)
        took = time.perf_counter() - started
        response["X-Request-Id"] = request_id
        match = request.resolver_match
        line: dict[str, object] = {
            "request": request_id,
            "method": request.method,
            # The pattern, not the path: a path may name a dossier.
            "route": match.route if match else None,
            "status": response.status_code,
            "ms": round(took * 1000, 1),
            "queries": queries.count,
            # Only where access was decided is the user already read.
            "account": request.user.pk if hasattr(request, "scope") else None,
        }
        line |= getattr(request, "failure", {})
        logger.info(json.dumps(line, ensure_ascii=False))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Where it broke, without the message: a message may quote what somebody typed."""
        frames = traceback.extract_tb(exception.__traceback__)
        request.failure = {  # type: ignore[attr-defined]
            "error": type(exception).__name__,
            "at": [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-6:]],
        }


class MethodPageMiddleware:
    """Django answers a wrong method with an empty page; people get a sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            return errors.method_not_allowed(request, allow=response["Allow"])
        return response
