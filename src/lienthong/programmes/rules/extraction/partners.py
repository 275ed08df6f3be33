"""Who else a clause names: those who support, who does it, who holds the meeting it is about."""

from lienthong.programmes.rules.extraction.addressees import addressees
from lienthong.programmes.rules.extraction.language import Script


def holder(script: Script, text: str) -> tuple[str, ...]:
    """Those who hold the meeting that a clause is about."""
    key = script.key(text)
    match = script.pattern(_HELD_BY).match(key)
    named = addressees(script, text, key, match.end()) if match else None
    return named.names if named else ()


def done_by(script: Script, text: str, key: str) -> tuple[str, ...]:
    """Who does it, named after the verb: "… (Bộ X chủ trì)", "… do Bộ X chủ trì"."""
    for match in script.pattern(_DOER).finditer(key):
        named = addressees(script, text, key, match.end())
        if named and script.pattern(_DOING).match(key, named.end):
            return named.names
    return ()


def supporting(script: Script, text: str, key: str, start: int = 0) -> tuple[str, ...]:
    """Those after "phối hợp với", and those before "phối hợp" after a "chủ trì,"."""
    names: list[str] = []
    for match in script.pattern(_TOGETHER).finditer(key, start):
        named = addressees(script, text, key, match.end())
        if named:
            names += [name for name in named.names if name not in names]
    for match in script.pattern(_THEY_JOIN).finditer(key, start):
        named = addressees(script, text, key, match.end())
        if named and script.pattern(_JOINING).match(key, named.end):
            names += [name for name in named.names if name not in names]
    return tuple(names)


_TOGETHER = (
    r"(?<!\w)(?:phối hợp(?:,? (?:chặt chẽ|đồng bộ|hiệu quả|thường xuyên|kịp thời))*,?"
    r"(?: với| cùng với| cùng)?|(?<=, )cùng(?: với)?)\s+"
)
_THEY_JOIN = r"(?<!\w)(?:chủ trì|thực hiện)\s*[,;]\s*"
_JOINING = r"\s*(?:cùng )?phối hợp(?! với)"
_DOER = r"(?<!\w)(?:\((?:do |giao )?|do )(?=[^\W\d_])"
_DOING = r" (?:chủ trì|thực hiện)"
# A regular meeting is the duty of those who hold it.
_HELD_BY = (
    r"[^,;.]{0,40}?(?:giao ban|họp)(?: định kỳ)?(?: hằng| hàng)?(?: ngày| tuần| tháng| quý)? của "
)
