"""Runs a command with Django started, and says in a sentence what breaks below us."""

import os
from collections.abc import Callable

import django
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import Error
from django.utils import translation

from lienthong.cli import machine  # noqa: F401 - asks the machine before Django sets its zone
from lienthong.cli.output import Refused
from lienthong.web.ops.failures import sentence_of


def run(command: Callable[[], int]) -> int:
    """Raises Refused."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    try:
        if not apps.ready:
            django.setup()
        translation.activate("vi")
        return command()
    except ImproperlyConfigured as error:
        raise Refused(str(error)) from error
    except BrokenPipeError:
        raise
    except (Error, OSError) as error:
        raise Refused(sentence_of(error, quote=True)) from error
