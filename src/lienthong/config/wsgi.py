import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from lienthong.web.ops.memory import keep_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
application = get_wsgi_application()

# A page that takes longer is broken off with a sentence; commands take the time they need.
_serving = connections.settings["default"]
if "sqlite" in _serving["ENGINE"]:
    _serving["READ_SECONDS"] = 5
else:
    _serving["OPTIONS"]["options"] += " -c statement_timeout=30s"

keep_loaded()
