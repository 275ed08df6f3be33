"""How the catalogue writes to the journal, and how it finds what it changes."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lienthong.catalogue.models import Procedure, ProcedureVersion
from lienthong.catalogue.rules import NotAllowed
from lienthong.catalogue.rules.content import Content, dump
from lienthong.journal import actions as journal
from lienthong.organisations.rules import fold


def record(action: str, subject: str, *, by: str, at: datetime, data: Mapping[str, object]) -> None:
    """An entry about the catalogue: it concerns the whole house, not one agency."""
    journal.record(
        unit="house", action=f"catalogue.{action}", subject=subject, by=by, at=at, data=data
    )


def subject_of(code: str) -> str:
    return f"procedure:{code}"


def locked_procedure(code: str) -> Procedure:
    """The procedure, locked until the transaction ends. Raises NotAllowed."""
    found = Procedure.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise NotAllowed(
            "Không có thủ tục mang mã %(code)s trong danh mục. Hãy kiểm tra lại mã.", code=code
        )
    return found


def locked_version(version_id: int) -> tuple[Procedure, ProcedureVersion]:
    """A version with its procedure, which is locked first: one act on a procedure at a time."""
    code = (
        ProcedureVersion.objects.filter(pk=version_id)
        .values_list("procedure__code", flat=True)
        .first()
    )
    if code is None:
        raise NotAllowed("Không có phiên bản này. Hãy tải lại trang danh mục.")
    procedure = locked_procedure(code)
    return procedure, ProcedureVersion.objects.get(pk=version_id)


def stored(content: Content) -> tuple[dict[str, Any], str]:
    """The document as it is stored, and its fingerprint."""
    document = dump(content)
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return document, hashlib.sha256(text.encode()).hexdigest()


def folded(code: str, *names: str) -> str:
    """What a procedure is found by."""
    return fold(" ".join([code, *names]))[:3000]
