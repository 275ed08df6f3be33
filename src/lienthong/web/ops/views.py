from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.web.ops import health
from lienthong.web.ui.access import Request, public


@public
@require_safe
@never_cache
def health_page(request: Request) -> JsonResponse:
    found = health.health(at=request.now)
    return JsonResponse(
        found.as_json(),
        status=200 if found.ok else 503,
        json_dumps_params={"ensure_ascii": False},
    )


@public
@require_safe
@never_cache
def metrics_page(request: Request) -> HttpResponse:
    return HttpResponse(
        health.health(at=request.now).as_prometheus(),
        content_type="text/plain; version=0.0.4; charset=utf-8",
    )
