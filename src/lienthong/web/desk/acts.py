"""Everything that can be done on a dossier: one table. A line says the name in the address, the
words, who may, for which agency, when it is offered, which form it asks and which action it calls.
"""

from collections.abc import Mapping
from typing import Final

from lienthong.web.desk.act import Act
from lienthong.web.desk.acts_of_ends import END_ACTS
from lienthong.web.desk.acts_of_work import WORK_ACTS

ACTS: Final[tuple[Act, ...]] = (*WORK_ACTS, *END_ACTS)
BY_NAME: Final[Mapping[str, Act]] = {act.name: act for act in ACTS}

# What moves the dossier on: the first that is offered is the main one of the page.
FORWARD: Final = (
    "tiep-nhan",
    "tra-ket-qua",
    "da-bo-sung",
    "da-nop-tien",
    "tra-loi",
    "xong-phan-viec",
    "tiep-tuc",
    "thu-ly",
    "kiem-tra-xong",
    "giao-lien-thong",
    "ket-qua",
    "dong",
    "chuyen-buoc",
)
# What stands beside it as a button.
BESIDE: Final = ("chuyen-buoc", "tra-lai-buoc", "nhan-viec", "khong-tiep-nhan", "giao-viec")
