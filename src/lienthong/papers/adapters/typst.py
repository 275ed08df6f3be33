"""Forms typeset as PDF. All texts reach the layout as data, none of them as Typst code."""

import json
import threading
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import segno
import typst

from lienthong.papers.rules.forms import DossierForm, Form
from lienthong.papers.rules.wording import printed_fields

if TYPE_CHECKING:
    from typst import PDFStandard

PACKAGE = Path(__file__).resolve().parent.parent
TEMPLATES = PACKAGE / "templates"
FONTS = PACKAGE / "fonts"
# For archives (PDF/A) and for people who listen to a page (PDF/UA).
STANDARDS: "list[PDFStandard]" = ["a-2a", "ua-1"]


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
        inputs = {"form": content(form)}
        with self._lock:
            try:
                return self._compile(form, inputs, STANDARDS)
            except typst.TypstError:
                # The standards forbid a sign that no font has, such as one of a rare script in a
                # name; the paper is needed all the same.
                return self._compile(form, inputs, [])

    def _compile(self, form: Form, inputs: dict[str, str], standards: "list[PDFStandard]") -> bytes:
        pdf = self._compiler.compile(
            input=self._templates / f"{form.template}.typ",
            sys_inputs=inputs,
            format="pdf",
            pdf_standards=standards,
            timestamp=int(form.head.issued_at.timestamp()),
        )
        if not isinstance(pdf, bytes):
            raise TypeError(f"{form.template}: the typesetter gave {type(pdf).__name__}")
        return pdf


def render(form: Form) -> bytes:
    """The form as a PDF, tagged, with title and language: the same bytes for the same form."""
    return _typesetter().render(form)


def content(form: Form) -> str:
    """What a layout gets, as JSON: the fields of the form, `form_number`, `title`, and `qr`, a
    picture in SVG, for papers about one dossier."""
    qr = _qr(form.subject.address or form.subject.code) if isinstance(form, DossierForm) else ""
    further = {"form_number": form.number, "title": form.title, "qr": qr}
    return json.dumps(printed_fields(form) | further)


@cache
def _typesetter() -> Typesetter:
    return Typesetter(TEMPLATES)


def _qr(text: str) -> str:
    picture = BytesIO()
    segno.make_qr(text, error="m").save(picture, kind="svg", border=0, xmldecl=False, nl=False)
    return picture.getvalue().decode()
