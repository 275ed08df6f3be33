"""A procedure pack: procedures of one field with their content, as people exchange them. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from lienthong.catalogue.rules import WrongContent
from lienthong.catalogue.rules.authority import AuthorityChange
from lienthong.catalogue.rules.content import Content, dump, parse
from lienthong.catalogue.rules.reading import read, refuse_twice, write
from lienthong.catalogue.rules.widths import WIDTHS, too_long
from lienthong.catalogue.rules.yaml_text import Document, read_yaml, write_yaml
from lienthong.organisations.rules import Sentence

FORMAT = 1
_CODE = re.compile(r"\d\.\d{6}(\.[A-Z]\d{2})?")  # a province may add its own ending
_FIELD = re.compile(r"[a-z][a-z0-9-]{0,29}")


@dataclass(frozen=True, kw_only=True)
class PackField:
    code: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, kw_only=True)
class PackProcedure:
    """A procedure with one version. `content` is read by `parse`; dates are ISO text or empty."""

    code: str
    name: str
    content: Content
    name_en: str = ""
    official_name: str = ""
    levels: str = ""
    source: str = ""
    authority_change: str = ""
    legal_question: str = ""
    answered_by: str = ""
    decision: str = ""
    decided_on: str = ""
    announced_on: str = ""
    valid_from: str = ""


@dataclass(frozen=True, kw_only=True)
class Pack:
    format: int
    field: PackField
    procedures: tuple[PackProcedure, ...]
    source: str = ""


def read_pack(text: str) -> Pack:
    """A pack from YAML. Raises WrongContent: one sentence that names the line and the place."""
    document = read_yaml(text)
    try:
        pack = _pack(document)
    except WrongContent as wrong:
        line = Sentence("dòng %(line)s", line=document.line(wrong.place))
        place = Sentence.joined([line, wrong.place], ", ") if wrong.place else line
        raise WrongContent(place, wrong.wrong) from None
    return pack


def write_pack(pack: Pack) -> str:
    """Readable YAML; what equals its default is left out."""
    document = write(pack, brief=True)
    for entry, procedure in zip(document["procedures"], pack.procedures, strict=True):
        # The content goes last, where it is easiest to read.
        entry.pop("content")
        entry["content"] = dump(procedure.content, brief=True)
    return write_yaml(document)


def _pack(document: Document) -> Pack:
    pack = read(Pack, document.value)
    if pack.format != FORMAT:
        raise WrongContent("format", "chỉ đọc được gói định dạng %(format)s.", format=FORMAT)
    if not _FIELD.fullmatch(pack.field.code):
        raise WrongContent("field.code", "phải là mã lĩnh vực, ví dụ ho-tich.")
    if not 0 < len(pack.field.name) <= 200 or len(pack.field.name_en) > 200:
        raise WrongContent("field.name", "phải có tên lĩnh vực, tối đa 200 ký tự.")
    refuse_twice([procedure.code for procedure in pack.procedures], "procedures")
    for index, procedure in enumerate(pack.procedures):
        place = f"procedures[{index}]"
        _check_procedure(procedure, place)
        # `read` took the shape; `parse` also checks what the values mean.
        try:
            parse(document.value["procedures"][index]["content"])
        except WrongContent as wrong:
            inner = f".{wrong.place}" if wrong.place else ""
            raise WrongContent(f"{place}.content{inner}", wrong.wrong) from None
    return pack


def _check_procedure(procedure: PackProcedure, place: str) -> None:
    if not _CODE.fullmatch(procedure.code):
        raise WrongContent(f"{place}.code", "phải là mã thủ tục, ví dụ 1.001193.")
    if not procedure.name.strip():
        raise WrongContent(f"{place}.name", "phải có tên thủ tục.")
    texts = {name: getattr(procedure, name) for name in WIDTHS if hasattr(procedure, name)}
    for name, sentence in too_long(texts):
        raise WrongContent(f"{place}.{name}", sentence)
    changes = {"", *AuthorityChange}
    if procedure.authority_change not in changes:
        allowed = ", ".join(sorted(changes - {""}))
        raise WrongContent(
            f"{place}.authority_change", "chọn một trong: %(allowed)s.", allowed=allowed
        )
    for name in ("decided_on", "announced_on", "valid_from"):
        text = getattr(procedure, name)
        try:
            if text:
                date.fromisoformat(text)
        except ValueError:
            raise WrongContent(
                f"{place}.{name}", "“%(text)s” không phải ngày dạng 2025-07-01.", text=text
            ) from None
