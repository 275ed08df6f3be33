"""Official names of agencies, built from the names of their units."""

from collections.abc import Mapping
from typing import Final

from lienthong.organisations.rules.kinds import AgencyKind, Sector

SECTOR_NAMES: Final[Mapping[Sector, tuple[str, str]]] = {
    Sector.JUSTICE: ("Tư pháp", "Justice"),
    Sector.CONSTRUCTION: ("Xây dựng", "Construction"),
    Sector.ENVIRONMENT: ("Nông nghiệp và Môi trường", "Agriculture and Environment"),
    Sector.HOME_AFFAIRS: ("Nội vụ", "Home Affairs"),
    Sector.FINANCE: ("Tài chính", "Finance"),
    Sector.HEALTH: ("Y tế", "Health"),
    Sector.EDUCATION: ("Giáo dục và Đào tạo", "Education and Training"),
    Sector.TRADE: ("Công Thương", "Industry and Trade"),
    Sector.CULTURE: ("Văn hóa, Thể thao và Du lịch", "Culture, Sports and Tourism"),
    Sector.SCIENCE: ("Khoa học và Công nghệ", "Science and Technology"),
}
"""The ten sectors that have a department (sở) in every province."""

_PATTERNS: Final[Mapping[AgencyKind, tuple[str, str]]] = {
    AgencyKind.PROVINCE_COMMITTEE: ("Ủy ban nhân dân {}", "People's Committee of {}"),
    AgencyKind.PROVINCE_CENTRE: (
        "Trung tâm Phục vụ hành chính công {}",
        "Public Administration Service Centre of {}",
    ),
    AgencyKind.LAND_OFFICE: ("Văn phòng Đăng ký đất đai {}", "Land Registration Office of {}"),
    AgencyKind.SOCIAL_INSURANCE: ("Bảo hiểm xã hội {}", "Social Insurance of {}"),
    AgencyKind.TAX: ("Thuế {}", "Tax Office of {}"),
    AgencyKind.PROVINCE_POLICE: ("Công an {}", "Police of {}"),
    AgencyKind.PARTY_COMMITTEE: ("Tỉnh ủy {}", "Party Committee of {}"),
    AgencyKind.COMMUNE_COMMITTEE: ("Ủy ban nhân dân {}", "People's Committee of {}"),
    AgencyKind.COMMUNE_CENTRE: (
        "Trung tâm Phục vụ hành chính công {}",
        "Public Administration Service Centre of {}",
    ),
    AgencyKind.COMMUNE_POLICE: ("Công an {}", "Police of {}"),
}
_SHORT: Final = (
    ("Ủy ban nhân dân", "UBND"),
    ("Trung tâm Phục vụ hành chính công", "TTPVHCC"),
    ("Bảo hiểm xã hội", "BHXH"),
    ("Văn phòng Đăng ký đất đai", "VPĐKĐĐ"),
)


def in_sentence(full_name: str) -> str:
    """A unit's name inside another name: "Phường Hải Châu" is "phường Hải Châu".

    Only Thành phố Hồ Chí Minh keeps its capital, which belongs to the name.
    """
    if full_name == "Thành phố Hồ Chí Minh":
        return full_name
    return full_name[:1].lower() + full_name[1:]


def agency_names(
    kind: AgencyKind, full_name: str, full_name_en: str, sector: Sector | None = None
) -> tuple[str, str]:
    """The Vietnamese and English name of the agency of this kind in a unit."""
    if sector is not None:
        name, name_en = SECTOR_NAMES[sector]
        return (
            f"Sở {name} {in_sentence(full_name)}",
            f"Department of {name_en} of {full_name_en}",
        )
    pattern, pattern_en = _PATTERNS[kind]
    if kind is AgencyKind.PARTY_COMMITTEE:
        # "Tỉnh ủy Lào Cai", "Thành ủy Đà Nẵng": the name says the kind of unit by itself.
        for prefix, party in (("Thành phố ", "Thành ủy {}"), ("Tỉnh ", "Tỉnh ủy {}")):
            if full_name.startswith(prefix):
                name = full_name.removeprefix(prefix)
                return party.format(name), pattern_en.format(full_name_en)
    return pattern.format(in_sentence(full_name)), pattern_en.format(full_name_en)


def short_name(name: str) -> str:
    """The name with the abbreviations that offices use for themselves."""
    for long, short in _SHORT:
        if name.startswith(long):
            return short + name.removeprefix(long)
    return name
