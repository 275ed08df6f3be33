"""Forms typeset as PDF. All texts reach the layout as data, none of them as Typst code."""

import json
import threading
from functools import cache
from io import BytesIO
from pathlib import Path

import segno
import typst

from lienthong.papers.rules.forms import Form, Register
from lienthong.papers.rules.wording import printed

PACKAGE = Path(__file__).resolve().parent.parent
TEMPLATES = PACKAGE / "templates"
FONTS = PACKAGE / "fonts"
# For archives (PDF/A) and for people who listen to a page (PDF/UA).
STANDARDS = ["a-2a", "ua-1"]


class Typesetter:
    """One compiler, reused, since it keeps fonts and layouts; it serves one thread at a time."""

    def __init__(self, templates: Path) -> None:
        self._templates = templates
        self._lock = threading.Lock()
        self._compiler = typst.Compiler(
            root=templates,
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[FONTS]),
            ignore_system_fonts=True,
        )

    def render(self, form: Form) -> bytes:
        with self._lock:
            try:
                return self._compile(form, STANDARDS)
            except typst.TypstError:
                # The standards forbid a sign that no font has, such as one of a rare script in a
                # name; the paper is needed all the same.
                return self._compile(form, [])

    def _compile(self, form: Form, standards: list[str]) -> bytes:
        pdf = self._compiler.compile(
            input=self._templates / f"{form.template}.typ",
            sys_inputs={"form": content(form)},
            format="pdf",
            pdf_standards=standards,
            timestamp=int(form.head.issued_at.timestamp()),
        )
        assert isinstance(pdf, bytes)
        return pdf


def render(form: Form) -> bytes:
    """The form as a PDF, tagged, with title and language: the same bytes for the same form."""
    return _typesetter().render(form)


def content(form: Form) -> str:
    """What a layout gets, as JSON: the fields of the form, `form_number`, `title`, and `qr`, a
    picture in SVG, for papers about one dossier."""
    fields = printed(form)
    assert isinstance(fields, dict)
    qr = ""
    if not isinstance(form, Register):
        subject = fields["subject"]
        qr = _qr(subject["address"] or subject["code"])
    return json.dumps(fields | {"form_number": form.number, "title": form.title, "qr": qr})


@cache
def _typesetter() -> Typesetter:
    return Typesetter(TEMPLATES)


def _qr(text: str) -> str:
    picture = BytesIO()
    segno.make_qr(text, error="m").save(picture, kind="svg", border=0, xmldecl=False, nl=False)
    return picture.getvalue().decode()
