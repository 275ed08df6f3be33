"""Data sources whose data replaces a paper."""

from lienthong.organisations.rules import Named


class SourceStatus(Named):
    PLANNED = "planned"
    CONNECTED = "connected"
