"""Synthetic people: identity numbers with the unassigned prefix 000, phones 0900 000 …, addresses
at example.com. Nobody of them exists."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_FAMILIES = (
    ("Nguyễn", 38), ("Trần", 12), ("Lê", 10), ("Phạm", 7), ("Huỳnh", 5), ("Phan", 5), ("Võ", 5),
    ("Đặng", 3), ("Bùi", 2), ("Đỗ", 2), ("Hồ", 2), ("Ngô", 2), ("Dương", 2), ("Lý", 1),
    ("Trương", 2), ("Đinh", 1), ("Mai", 1), ("Lương", 1),
)  # fmt: skip
_MIDDLE_F = ("Thị", "Thị Thu", "Thị Ngọc", "Thị Thanh", "Thị Kim", "Ngọc", "Thuỳ", "Khánh")
_MIDDLE_M = ("Văn", "Hữu", "Đình", "Quốc", "Minh", "Công", "Xuân", "Thanh", "Đức", "Bá")
_GIVEN_F = (
    "An", "Ánh", "Bích", "Cúc", "Diệu", "Dung", "Giang", "Hà", "Hằng", "Hạnh", "Hiền", "Hoa",
    "Hương", "Lan", "Liên", "Linh", "Loan", "Mai", "Mỹ", "Nga", "Ngân", "Nhi", "Oanh", "Phương",
    "Quyên", "Thảo", "Thuý", "Trang", "Tuyết", "Vân", "Yến",
)  # fmt: skip
_GIVEN_M = (
    "Anh", "Bảo", "Bình", "Châu", "Cường", "Đạt", "Dũng", "Duy", "Hải", "Hậu", "Hiếu", "Hoàng",
    "Hùng", "Huy", "Khoa", "Long", "Minh", "Nam", "Nhật", "Phong", "Phúc", "Phước", "Quân", "Sơn",
    "Tài", "Thắng", "Thành", "Thiện", "Tiến", "Trí", "Tuấn", "Vinh",
)  # fmt: skip
_STREETS = (
    "Trần Phú", "Lê Lợi", "Nguyễn Huệ", "Hùng Vương", "Phan Châu Trinh", "Hoàng Diệu",
    "Bạch Đằng", "Lý Thường Kiệt", "Trần Cao Vân", "Nguyễn Tất Thành", "Điện Biên Phủ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Someone:
    full_name: str
    sex: str
    born_on: date
    identity_number: str
    phone: str
    email: str
    street: str


def name(chance: random.Random, *, sex: str) -> str:
    families, weights = zip(*_FAMILIES, strict=True)
    middle, given = (_MIDDLE_F, _GIVEN_F) if sex == "female" else (_MIDDLE_M, _GIVEN_M)
    family = chance.choices(families, weights)[0]
    return f"{family} {chance.choice(middle)} {chance.choice(given)}"


def people(chance: random.Random, *, first: int, oldest: date) -> Iterator[Someone]:
    """People without end; the n-th has the n-th number, so that no two share one."""
    number = first
    while True:
        sex = chance.choice(("female", "male"))
        yield Someone(
            full_name=name(chance, sex=sex),
            sex=sex,
            born_on=oldest + timedelta(days=chance.randrange(60 * 365)),
            identity_number=f"000{number:09d}",
            phone=f"0900000{number % 1000:03d}",
            email=f"nguoi.{number}@example.com",
            street=f"{chance.randrange(1, 400)} {chance.choice(_STREETS)}",
        )
        number += 1
