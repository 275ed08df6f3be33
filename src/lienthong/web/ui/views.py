from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from lienthong.web.ui.access import public


@public
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Remembers the chosen language and goes back to the page."""
    return set_language(request)
