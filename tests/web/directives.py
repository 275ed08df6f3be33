"""A directive of the own agency and one of another province, for the matrix of access."""

from collections.abc import Mapping

from django.utils import timezone

from lienthong.papers.models import File
from lienthong.programmes.models import Directive, Programme, Proposal


def build(standing: Mapping[str, int]) -> dict[str, int]:
    """By relation: the directive of the programme that the agency runs, with one item."""
    found = {}
    for at, (relation, agency) in enumerate(standing.items()):
        file = File.objects.create(
            sha256=f"{at:064x}", size=1, media_type="text/plain", stored_at=timezone.now()
        )
        directive = Directive.objects.create(
            number=f"{at}-TB/TU",
            kind="Thông báo",
            title="Thử",
            issuer="Tỉnh ủy",
            received_at=timezone.now(),
            programme=Programme.objects.get(standing=agency),
            agency_id=agency,
            file=file,
            lines=[[1, "Giao Bộ Y tế báo cáo.", None, [], None]],
        )
        deadline = {"kind": "none", "due_on": None, "printed": "", "inferred_year": False}
        Proposal.objects.create(
            directive=directive,
            seq=1,
            kind="task",
            item={
                "lines": [1, 1],
                "citations": [[1, 1]],
                "text": "Giao Bộ Y tế báo cáo.",
                "lead": ["Bộ Y tế"],
                "supporting": [],
                "deadline": deadline,
                "confidence": 0.9,
                "page": None,
                "remarks": [],
            },
            text="Giao Bộ Y tế báo cáo.",
            deadline_kind="none",
            state="proposed",
        )
        found[relation] = directive.pk
    return found
