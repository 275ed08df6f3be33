"""What a paper says, which files are taken and what they are called. Pure."""

from lienthong.papers.rules.refusal import NoSuchFile, NotStored, Refused
from lienthong.papers.rules.stored import StoredFile

__all__ = ["NoSuchFile", "NotStored", "Refused", "StoredFile"]
