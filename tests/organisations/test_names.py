import pytest

from lienthong.organisations.rules import AgencyKind, Sector
from lienthong.organisations.rules.names import agency_names, short_name


@pytest.mark.parametrize(
    ("kind", "sector", "full_name", "english", "name", "name_en"),
    [
        (
            AgencyKind.COMMUNE_COMMITTEE,
            None,
            "Phường Hải Châu",
            "Hai Chau Ward",
            "Ủy ban nhân dân phường Hải Châu",
            "People's Committee of Hai Chau Ward",
        ),
        (
            AgencyKind.COMMUNE_CENTRE,
            None,
            "Đặc khu Phú Quốc",
            "Phu Quoc Special Zone",
            "Trung tâm Phục vụ hành chính công đặc khu Phú Quốc",
            "Public Administration Service Centre of Phu Quoc Special Zone",
        ),
        (
            AgencyKind.DEPARTMENT,
            Sector.JUSTICE,
            "Thành phố Đà Nẵng",
            "Da Nang City",
            "Sở Tư pháp thành phố Đà Nẵng",
            "Department of Justice of Da Nang City",
        ),
        (
            AgencyKind.PROVINCE_COMMITTEE,
            None,
            "Thành phố Hồ Chí Minh",
            "Ho Chi Minh City",
            "Ủy ban nhân dân Thành phố Hồ Chí Minh",
            "People's Committee of Ho Chi Minh City",
        ),
        (
            AgencyKind.COMMUNE_POLICE,
            None,
            "Xã Hòa Vang",
            "Hoa Vang Commune",
            "Công an xã Hòa Vang",
            "Police of Hoa Vang Commune",
        ),
    ],
)
def test_an_agency_bears_its_official_name(
    kind: AgencyKind, sector: Sector | None, full_name: str, english: str, name: str, name_en: str
) -> None:
    assert agency_names(kind, full_name, english, sector) == (name, name_en)


def test_offices_abbreviate_themselves() -> None:
    assert short_name("Ủy ban nhân dân phường Hải Châu") == "UBND phường Hải Châu"
    assert short_name("Sở Tư pháp thành phố Đà Nẵng") == "Sở Tư pháp thành phố Đà Nẵng"
