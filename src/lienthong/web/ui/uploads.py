"""Files sent with a form. What is good lies on the disk at once, so a form that is refused for
something else brings it back by a signed token and need not send it again."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lienthong.papers import actions as papers
from lienthong.papers.rules import Refused, StoredFile
from lienthong.web.ui.asked import printable
from lienthong.web.ui.icons import icon
from lienthong.web.ui.saying import said

SALT: Final = "web.file"
# A file may wait as long as a form may stay open.
AGE: Final = 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Scan:
    """A file on the disk that no dossier has yet. `token` brings it back with the form."""

    stored: StoredFile
    name: str
    token: str


def received(sent: "UploadedFile[Any]") -> Scan:
    """Raises Refused."""
    name = printable(sent.name, most=120)
    return kept_as(papers.receive(stream=sent, declared_name=name), name)


def kept_as(stored: StoredFile, name: str) -> Scan:
    """A received file with the token that brings it back."""
    content = [stored.sha256, stored.size, stored.media_type, name]
    return Scan(stored=stored, name=name, token=signing.dumps(content, salt=SALT))


def again(token: str) -> Scan | None:
    """The file sent with an earlier try; None when the token is none of ours, or too old."""
    try:
        sha256, size, media, name = signing.loads(token, salt=SALT, max_age=AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Scan(stored=StoredFile(sha256, size, media), name=name, token=token)


class ScanInput(forms.FileInput):
    """Shows the name of what is there already, beside the place for another file."""

    scan: Scan | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.get(name) or data.get(_kept(name)) or None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and _kept(name) not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        control = super().render(name, None, attrs, renderer)
        if self.scan is None:
            return control
        return format_html(
            '<span class="scan-name">{} {}</span><input type="hidden" name="{}" value="{}">{}',
            icon("paperclip"), self.scan.name, _kept(name), self.scan.token, control,
        )  # fmt: skip


class ScanField(forms.Field):
    """Cleans to a Scan, or None."""

    widget: Any = ScanInput

    def clean(self, value: Any) -> Scan | None:
        if isinstance(value, UploadedFile):
            try:
                found = received(value)
            except Refused as refusal:
                raise forms.ValidationError(said(refusal)) from refusal
        elif value:
            kept = again(str(value))
            if kept is None:
                raise forms.ValidationError(_("Tệp gửi lần trước không còn. Chọn lại tệp."))
            found = kept
        else:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        # A form has a copy of its own of each field and widget.
        self.widget.scan = found
        return found


def _kept(name: str) -> str:
    return f"{name}-da-gui"
