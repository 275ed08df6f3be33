"""Several papers as one file, to be printed in one go."""

from collections.abc import Iterable
from io import BytesIO

from pypdf import PdfReader, PdfWriter


def joined(papers: Iterable[bytes]) -> bytes:
    """The pages of all PDF papers, one after the other."""
    writer = PdfWriter()
    for paper in papers:
        writer.append(PdfReader(BytesIO(paper)))
    target = BytesIO()
    writer.write(target)
    return target.getvalue()
