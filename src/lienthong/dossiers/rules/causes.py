"""Coded causes of delay (R141) and words for waits. Pure."""

from collections.abc import Mapping
from typing import Final

CAUSES: Final[Mapping[str, str]] = {
    "person": "Con người: thiếu người, vắng mặt, làm sai",
    "software": "Phần mềm",
    "configuration": "Cấu hình quy trình",
    "legal": "Quy định pháp luật",
    "applicant": "Người nộp hồ sơ",
    "other_agency": "Cơ quan phối hợp",
    "infrastructure": "Hạ tầng, đường truyền",
}

WAITS: Final[Mapping[str, str]] = {
    "supplement": "chờ người nộp bổ sung hồ sơ",
    "financial_obligation": "chờ người nộp thực hiện nghĩa vụ tài chính",
    "liaison_opinion": "chờ ý kiến cơ quan phối hợp",
    "field_verification": "chờ xác minh thực địa",
    "higher_authority": "chờ ý kiến cấp có thẩm quyền",
    "force_majeure": "sự kiện bất khả kháng",
    "applicant_request": "người nộp đề nghị tạm dừng",
    "system_down": "hệ thống khác không trả lời",
}
