"""The papers of a dossier at the counter: what is handed in, what nobody may ask for because its
data is known, and the scans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.catalogue.rules.content import Component, Content
from lienthong.dossiers.actions.intake import NewComponent
from lienthong.papers.rules import Refused
from lienthong.web.ui import formats
from lienthong.web.ui.asked import printable
from lienthong.web.ui.saying import said
from lienthong.web.ui.uploads import Scan, again, received

Files = MultiValueDict[str, Any]
MOST_COPIES: Final = 99
KINDS: Final[Sequence[tuple[str, Promise]]] = (
    ("original", gettext_lazy("Bản chính")),
    ("copy", gettext_lazy("Bản sao")),
    ("certified", gettext_lazy("Bản chứng thực")),
    ("digital", gettext_lazy("Bản điện tử")),
)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One line of the list. `source`: the name of the connected source that makes it needless."""

    key: str
    name: str
    case: str
    needed: bool
    to_show: bool
    source_code: str
    source: str
    ticked: bool
    kind: str
    copies: str
    reason: str
    scan: Scan | None
    error: str = ""

    @property
    def field(self) -> str:
        return f"giay-{self.key}"

    @property
    def kept(self) -> bool:
        """Whether the dossier has it: what is only shown goes home again, unless it was scanned."""
        return bool(self.source) or (self.ticked and not (self.to_show and self.scan is None))

    def component(self) -> NewComponent:
        """As the dossier keeps it: the paper, or the source that stands for it."""
        if self.source and not self.ticked:
            return NewComponent(key=self.key, name=self.name, kind="data", source=self.source_code)
        return NewComponent(
            key=self.key,
            name=self.name,
            kind="digital" if self.to_show else self.kind,
            copies=int(self.copies),
            asked_reason=self.reason if self.source else "",
            file=self.scan.stored.sha256 if self.scan else None,
        )


def lines(
    content: Content,
    connected: Mapping[str, str],
    posted: Mapping[str, Any],
    files: Files,
    *,
    version: int,
    checking: bool,
) -> list[Paper]:
    """The list as the form stands; the first time with what is needed ticked."""
    typed = posted.get("giay-cua") == str(version)
    return [
        _line(part, connected, posted, files, typed=typed, checking=checking)
        for part in content.components
    ]


def _line(
    part: Component,
    connected: Mapping[str, str],
    posted: Mapping[str, Any],
    files: Files,
    *,
    typed: bool,
    checking: bool,
) -> Paper:
    name = f"giay-{part.key}"
    source = connected.get(part.replaced_by, "")
    needed = part.required and not source
    scan, error = scan_of(posted, files, name)
    ticked = bool(posted.get(name)) if typed else needed
    ticked = ticked or (scan is not None and not source)
    kind = str(posted.get(f"{name}-loai", "")) if typed else ""
    if kind not in dict(KINDS):
        handed_in = part.originals and not (part.to_show and part.copies)
        kind = "original" if handed_in or not part.copies else "copy"
    copies = str(posted.get(f"{name}-so", ""))[:5].strip() if typed else ""
    copies = copies or str(max(part.originals, part.copies, 1))
    reason = printable(posted.get(f"{name}-ly-do"), most=300)
    if checking and not error:
        error = _wrong(part, ticked=ticked, needed=needed, source=source, copies=copies,
                       reason=reason)  # fmt: skip
    return Paper(
        key=part.key,
        name=part.name_en if formats.english() and part.name_en else part.name,
        case=part.case,
        needed=needed,
        # An original that is shown with a copy to keep: the copy is handed in.
        to_show=part.to_show and not part.copies,
        source_code=part.replaced_by if source else "",
        source=source,
        ticked=ticked,
        kind=kind,
        copies=copies,
        reason=reason,
        scan=scan,
        error=error,
    )


def _wrong(
    part: Component, *, ticked: bool, needed: bool, source: str, copies: str, reason: str
) -> str:
    """What is wrong with the line, as a sentence; nothing when all is well."""
    if needed and not ticked:
        return _(
            "Chưa đủ hồ sơ: còn thiếu “%(paper)s”. Nhận đủ rồi đánh dấu; chưa đủ thì hướng dẫn"
            " người nộp chuẩn bị thêm."
        ) % {"paper": part.name}
    if not ticked:
        return ""
    if source and not reason:
        return _("Ghi lý do vẫn nhận “%(paper)s”: dữ liệu đã có trong %(source)s.") % {
            "paper": part.name,
            "source": source,
        }
    if not (copies.isascii() and copies.isdecimal() and 1 <= int(copies) <= MOST_COPIES):
        return _("Số lượng “%(paper)s” từ 1 đến %(most)d.") % {
            "paper": part.name,
            "most": MOST_COPIES,
        }
    return ""


def scan_of(posted: Mapping[str, Any], files: Files, name: str) -> tuple[Scan | None, str]:
    """The file sent now, or the one sent with an earlier try of the same form; and what is wrong
    with it."""
    sent = files.get(f"{name}-tep")
    if sent is not None:
        try:
            return received(sent), ""
        except Refused as refusal:
            return None, said(refusal)
    token = str(posted.get(f"{name}-da-gui", ""))
    kept = again(token) if token else None
    wrong = _("Tệp gửi lần trước không còn. Chọn lại tệp.") if token and kept is None else ""
    return kept, wrong
