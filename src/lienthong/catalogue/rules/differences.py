"""What changed between two contents, in sentences. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lienthong.catalogue.rules.content import Content, TimeOption, dump
from lienthong.catalogue.rules.wording import limit
from lienthong.organisations.rules import Sentence

PARTS: Final[Mapping[str, str]] = {
    "competent": "cơ quan giải quyết",
    "receiving": "nơi tiếp nhận",
    "territorial": "tiếp nhận theo địa giới",
    "channels": "cách nộp",
    "online_level": "mức độ trực tuyến",
    "online_reason": "lý do chưa toàn trình",
    "eligible_full": "đủ điều kiện toàn trình",
    "routing": "hệ thống tiếp nhận",
    "routed_to": "hệ thống của bộ",
    "at_once": "trả kết quả ngay",
    "needs_result": "có kết quả",
    "fee_note": "ghi chú về phí, lệ phí",
    "legal_basis": "căn cứ pháp lý",
    "unconfirmed_basis": "căn cứ chưa đối chiếu văn bản",
    "subjects": "đối tượng",
    "source": "nguồn",
    "note": "ghi chú",
}
LISTS: Final[Mapping[str, tuple[str, str]]] = {
    "time_options": ("thời hạn", "key"),
    "components": ("giấy tờ", "key"),
    "form": ("mục biểu mẫu", "key"),
    "steps": ("bước", "key"),
    "subtasks": ("phần việc", "key"),
    "fees": ("phí, lệ phí", "name"),
    "results": ("kết quả", "name"),
}


def differences(before: Content, after: Content) -> list[str]:
    """One sentence for each thing that changed; empty when nothing did."""
    return list(_sentences(before, after))


def _sentences(before: Content, after: Content) -> Iterator[str]:
    options = {option.key: option for option in before.time_options}
    for option in after.time_options:
        if option.key in options:
            yield from _limit_change(options[option.key], option)
    old, new = dump(before), dump(after)
    for part, name in PARTS.items():
        if old[part] != new[part]:
            yield Sentence(
                "Đổi %(name)s: từ %(old)s thành %(new)s.",
                name=name,
                old=_said(old[part]),
                new=_said(new[part]),
            )
    for key, value in new["clock"].items():
        if old["clock"][key] != value:
            yield Sentence(
                "Đổi cách tính giờ, %(key)s: từ %(old)s thành %(value)s.",
                key=key,
                old=_said(old["clock"][key]),
                value=_said(value),
            )
    for part, (name, key) in LISTS.items():
        yield from _list_changes(name, key, old[part], new[part])


def _limit_change(before: TimeOption, after: TimeOption) -> Iterator[str]:
    if limit(before) != limit(after):
        yield Sentence(
            "Đổi thời hạn “%(key)s”: từ %(limit)s thành %(limit_2)s.",
            key=after.key,
            limit=limit(before),
            limit_2=limit(after),
        )


def _list_changes(
    name: str, key: str, before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> Iterator[str]:
    old = {item[key]: item for item in before}
    new = {item[key]: item for item in after}
    for found in new:
        if found not in old:
            yield Sentence("Thêm %(name)s “%(title)s”.", name=name, title=_title(new[found]))
    for found in old:
        if found not in new:
            yield Sentence("Bỏ %(name)s “%(title)s”.", name=name, title=_title(old[found]))
    for found in new.keys() & old.keys():
        for part, value in new[found].items():
            was = old[found][part]
            # The limit itself was said in words above.
            if was != value and not (name == "thời hạn" and part in {"amount", "unit", "cutoff"}):
                yield Sentence(
                    "Sửa %(name)s “%(title)s”, %(part)s: từ %(was)s thành %(value)s.",
                    name=name,
                    title=_title(new[found]),
                    part=part,
                    was=_said(was),
                    value=_said(value),
                )
    kept = [found for found in old if found in new]
    if kept != [found for found in new if found in old]:
        yield Sentence("Đổi thứ tự %(name)s.", name=name)


def _title(item: Mapping[str, Any]) -> str:
    return str(item.get("label") or item.get("name") or item["key"])


def _said(value: object) -> str:
    match value:
        case bool():
            return "có" if value else "không"
        case "" | [] | ():
            return "(trống)"
        case list():
            return "“" + ", ".join(map(str, value)) + "”"
        case _:
            return f"“{value}”"
