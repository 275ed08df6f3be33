"""Events of a life: the doors of the start page. Each opens a search, so a door stays right
for a catalogue that changes."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Door:
    icon: str
    title: Promise
    what: Promise
    search: str


DOORS = (
    Door("baby", _("Sinh con"), _("Khai sinh, nhận cha mẹ con, nuôi con nuôi"), "khai sinh"),
    Door("heart", _("Kết hôn"), _("Đăng ký kết hôn, xác nhận tình trạng hôn nhân"), "hôn"),
    Door("house", _("Chỗ ở"), _("Thường trú, tạm trú, tách hộ, xác nhận cư trú"), "trú"),
    Door("building-2", _("Xây, sửa nhà"), _("Giấy phép xây dựng, sửa chữa, gia hạn"), "xây dựng"),
    Door("map-pin", _("Đất đai"), _("Cấp giấy lần đầu, biến động, hoà giải"), "đất"),
    Door("briefcase", _("Kinh doanh"), _("Mở, thay đổi, tạm ngừng hộ kinh doanh"), "kinh doanh"),
    Door("graduation-cap", _("Học hành"), _("Nhập học, chuyển trường, hỗ trợ học phí"), "học"),
    Door(
        "hand-heart",
        _("Trợ cấp, người cao tuổi"),
        _("Hưu trí xã hội, trợ cấp hằng tháng, khuyết tật"),
        "trợ cấp",
    ),
    Door(
        "file-check",
        _("Chứng thực giấy tờ"),
        _("Bản sao, chữ ký, giao dịch, di chúc"),
        "chứng thực",
    ),
    Door("badge-check", _("Người có công"), _("Ưu đãi, thăm viếng mộ liệt sĩ"), "người có công"),
    Door("hand-coins", _("Hộ nghèo, cận nghèo"), _("Công nhận hộ nghèo, hộ cận nghèo"), "nghèo"),
    Door("users", _("Người thân qua đời"), _("Khai tử, mai táng phí, thừa kế"), "khai tử"),
)
