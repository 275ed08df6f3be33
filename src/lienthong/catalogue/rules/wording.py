"""How sentences about a version name its parts, in Vietnamese. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from lienthong.catalogue.rules.content import (
    Channel,
    LimitUnit,
    OnlineLevel,
    PauseReason,
    Place,
    StartOn,
    TimeOption,
)
from lienthong.organisations.rules import Sentence

CHANNELS: Final[Mapping[Channel, str]] = {
    Channel.DIRECT: "trực tiếp",
    Channel.ONLINE: "trực tuyến",
    Channel.POSTAL: "bưu chính công ích",
}
UNITS: Final[Mapping[LimitUnit, str]] = {
    LimitUnit.WORKING_DAY: "ngày làm việc",
    LimitUnit.WORKING_HOUR: "giờ làm việc",
    LimitUnit.CALENDAR_DAY: "ngày (tính cả ngày nghỉ)",
    LimitUnit.SAME_DAY: "trong ngày",
}
STARTS: Final[Mapping[StartOn, str]] = {
    StartOn.ACCEPTED: "khi nhận đủ hồ sơ hợp lệ",
    StartOn.PAYMENT_RECEIVED: "khi đã nộp phí, lệ phí",
    StartOn.INSPECTION_FINISHED: "khi kết thúc kiểm tra thực địa",
    StartOn.CASE_OPENED: "khi thụ lý",
}
PAUSES: Final[Mapping[PauseReason, str]] = {
    PauseReason.SUPPLEMENT: "chờ bổ sung hồ sơ",
    PauseReason.FINANCIAL_OBLIGATION: "chờ thực hiện nghĩa vụ tài chính",
    PauseReason.LIAISON_OPINION: "chờ ý kiến cơ quan khác",
    PauseReason.FIELD_VERIFICATION: "xác minh thực địa",
    PauseReason.HIGHER_AUTHORITY: "chờ ý kiến cấp trên",
    PauseReason.FORCE_MAJEURE: "sự kiện bất khả kháng",
    PauseReason.APPLICANT_REQUEST: "theo đề nghị của người nộp",
    PauseReason.SYSTEM_DOWN: "hệ thống gián đoạn",
}
ONLINE_LEVELS: Final[Mapping[OnlineLevel, str]] = {
    OnlineLevel.NONE: "chưa cung cấp trực tuyến",
    OnlineLevel.PARTIAL: "một phần",
    OnlineLevel.FULL: "toàn trình",
}
PLACES: Final[Mapping[Place, str]] = {
    Place.RECEIVING: "nơi tiếp nhận",
    Place.COMMUNE_COMMITTEE: "Ủy ban nhân dân cấp xã",
    Place.COMMUNE_POLICE: "Công an cấp xã",
    Place.PROVINCE_COMMITTEE: "Ủy ban nhân dân cấp tỉnh",
    Place.PROVINCE_POLICE: "Công an cấp tỉnh",
    Place.DEPARTMENT: "sở chuyên ngành",
    Place.LAND_OFFICE: "Văn phòng đăng ký đất đai",
    Place.SOCIAL_INSURANCE: "Bảo hiểm xã hội",
    Place.TAX: "cơ quan thuế",
}


def number(value: Decimal | int | str) -> str:
    """1234.5 as people here write it: 1.234,5."""
    text = f"{Decimal(value).normalize():,f}"
    return text.translate(str.maketrans(",.", ".,"))


def limit(option: TimeOption) -> Sentence:
    """“10 ngày làm việc”; “trong ngày, nhận trước 15:00”."""
    if option.unit is LimitUnit.SAME_DAY:
        if not option.cutoff:
            return Sentence("trong ngày")
        return Sentence("trong ngày, nhận trước %(cutoff)s", cutoff=option.cutoff)
    return Sentence("%(amount)s %(unit)s", amount=number(option.amount), unit=UNITS[option.unit])


def channels(found: Iterable[Channel]) -> Sentence:
    return Sentence.joined((CHANNELS[channel] for channel in found), ", ")
