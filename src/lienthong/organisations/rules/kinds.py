"""What there is: kinds and levels of units, agencies, sectors, calendar days."""

from enum import StrEnum


class Named(StrEnum):
    """An enumeration whose members are stored by value."""

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(member.value, member.name) for member in cls]


class UnitKind(Named):
    PROVINCE = "province"
    CITY = "city"
    COMMUNE = "commune"
    WARD = "ward"
    SPECIAL_ZONE = "special_zone"


class Share(Named):
    """How much of a former unit a unit of today holds; values as the data set spells them."""

    WHOLE = "whole"
    MAIN = "main part"
    PART = "part"


class Level(Named):
    MINISTRY = "ministry"
    PROVINCE = "province"
    COMMUNE = "commune"


class AgencyKind(Named):
    MINISTRY = "ministry"
    PROVINCE_COMMITTEE = "province_committee"  # UBND tỉnh
    PROVINCE_CENTRE = "province_centre"  # Trung tâm Phục vụ hành chính công cấp tỉnh
    DEPARTMENT = "department"  # sở
    LAND_OFFICE = "land_office"  # văn phòng đăng ký đất đai và chi nhánh
    SOCIAL_INSURANCE = "social_insurance"
    TAX = "tax"
    PROVINCE_POLICE = "province_police"
    COMMUNE_COMMITTEE = "commune_committee"  # UBND cấp xã
    COMMUNE_CENTRE = "commune_centre"  # Trung tâm Phục vụ hành chính công cấp xã
    COMMUNE_POLICE = "commune_police"
    OFFICE = "office"  # phòng chuyên môn
    PARTY_COMMITTEE = "party_committee"  # cấp ủy, ban chỉ đạo và cơ quan thường trực của chúng


class Sector(Named):
    """The branch of administration of a ministry or a department (sở)."""

    JUSTICE = "justice"
    CONSTRUCTION = "construction"
    ENVIRONMENT = "environment"  # nông nghiệp và môi trường
    HOME_AFFAIRS = "home_affairs"
    FINANCE = "finance"
    HEALTH = "health"
    EDUCATION = "education"
    TRADE = "trade"  # công thương
    CULTURE = "culture"  # văn hóa, thể thao và du lịch
    SCIENCE = "science"  # khoa học và công nghệ
    ETHNIC_AFFAIRS = "ethnic_affairs"  # dân tộc và tôn giáo
    FOREIGN_AFFAIRS = "foreign_affairs"
    PUBLIC_SECURITY = "public_security"
    DEFENCE = "defence"
    INSPECTION = "inspection"
    BANKING = "banking"
    GOVERNMENT_OFFICE = "government_office"


class DayKind(Named):
    HOLIDAY = "holiday"
    CLOSED = "closed"  # nghỉ hoán đổi
    OPENED = "opened"  # làm bù


class ReadinessKind(Named):
    """What an agency must have before it goes live (R149)."""

    PROCESS = "process"  # quy trình nội bộ, quy trình điện tử
    SIGNATURE = "signature"  # chữ ký số có chứng thư còn hiệu lực
    SEAL = "seal"  # con dấu điện tử có chứng thư còn hiệu lực
    ACCOUNT = "account"  # tài khoản thụ hưởng
