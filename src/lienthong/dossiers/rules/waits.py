"""When a supplement may be asked for, and for what a dossier is said to wait. Pure."""

from collections.abc import Collection, Sequence

from lienthong.dossiers.rules import NotAllowed


def check_supplement_request(
    *, wanted: Sequence[str], reason: str, legal_basis: str, already: int, at_most: int
) -> None:
    if not any(paper.strip() for paper in wanted):
        raise NotAllowed("Ghi rõ từng giấy tờ cần bổ sung, mỗi giấy một dòng.")
    if not reason.strip():
        raise NotAllowed("Ghi lý do cần bổ sung để người nộp hiểu.")
    if not legal_basis.strip():
        raise NotAllowed("Ghi căn cứ pháp lý của yêu cầu bổ sung.")
    if at_most and already >= at_most:
        raise NotAllowed(
            "Thủ tục này chỉ được yêu cầu bổ sung %(at_most)s lần và đã đủ số lần. Giải quyết "
            "tiếp hoặc từ chối có lý do.",
            at_most=at_most,
        )


def waits_for(pauses: Sequence[str], *, pause_on: Collection[str]) -> str:
    """Of several waits the first that stops the clock (by the types of its events), else the
    first; "" for none."""
    stopping = (reason for reason in pauses if f"paused:{reason}" in pause_on)
    return next(stopping, pauses[0] if pauses else "")
