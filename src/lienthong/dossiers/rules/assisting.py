"""Somebody helped the applicant to file: who, and that the applicant agreed to it (R272). Pure."""

from dataclasses import dataclass

from lienthong.dossiers.rules import NotAllowed

LONGEST = 120


@dataclass(frozen=True, kw_only=True)
class Help:
    """`helper`: name and, where known, team or agency of who typed or read for the applicant."""

    helper: str
    consent: bool

    def as_data(self) -> dict[str, object]:
        return {"helper": self.helper.strip()[:LONGEST], "consent": self.consent}


def check_help(given: Help) -> None:
    """Raises NotAllowed unless the helper is named and the applicant agreed."""
    if not given.helper.strip():
        raise NotAllowed("Ghi người hỗ trợ, hoặc bỏ trống cả mục này.")
    if not given.consent:
        raise NotAllowed(
            "Người nộp chưa đồng ý để người khác hỗ trợ. Hỏi và đánh dấu đồng ý, hoặc để người nộp "
            "tự khai."
        )
