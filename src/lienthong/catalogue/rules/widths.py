"""How long texts may be: the widths of the columns, said in a sentence before a database does."""

from collections.abc import Iterator, Mapping
from typing import Final

from lienthong.catalogue.rules import NotAllowed
from lienthong.organisations.rules import Sentence

WIDTHS: Final[Mapping[str, tuple[int, str]]] = {
    "name": (600, "Tên"),
    "name_en": (600, "Tên tiếng Anh"),
    "official_name": (2000, "Tên đầy đủ"),
    "levels": (60, "Cấp giải quyết"),
    "source": (300, "Nguồn, căn cứ"),
    "legal_question": (400, "Vướng mắc pháp lý"),
    "answered_by": (200, "Cơ quan trả lời"),
    "decision": (200, "Quyết định"),
    "online_reason": (300, "Lý do"),
    "routed_to": (200, "Tên hệ thống"),
    "note": (300, "Ghi chú"),
    "reason": (1000, "Lý do"),
}


def too_long(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Names of the texts that do not fit, each with a sentence."""
    for name, text in texts.items():
        width, said = WIDTHS[name]
        if len(text) > width:
            yield (
                name,
                Sentence(
                    "%(said)s dài %(length)s ký tự, tối đa là %(width)s. Hãy viết ngắn lại.",
                    said=said,
                    length=len(text),
                    width=width,
                ),
            )


def check_widths(**texts: str) -> None:
    """Raises NotAllowed for the first text that is too long."""
    for _, sentence in too_long(texts):
        raise NotAllowed(sentence)
