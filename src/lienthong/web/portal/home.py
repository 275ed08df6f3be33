from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.web.portal.doors import DOORS
from lienthong.web.ui.access import Request, public


@public
@require_safe
def home(request: Request) -> HttpResponse:
    """The front door. It reads nothing, so it opens on an empty database too."""
    return render(request, "portal/home.html", {"doors": DOORS})
