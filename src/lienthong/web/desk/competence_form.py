"""To whom the competence for a dossier may go."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.dossiers.actions.competence import SETTLING
from lienthong.organisations import queries as organisations
from lienthong.web.desk.fields import ActForm, choice, words
from lienthong.web.ui import formats


class Competence(ActForm):
    agency = choice(gettext_lazy("Cơ quan có thẩm quyền"))
    reason = words(
        gettext_lazy("Lý do"),
        gettext_lazy("Ghi lý do và căn cứ chuyển thẩm quyền"),
        hint=gettext_lazy("Cơ quan nhận hồ sơ đọc được ngay."),
    )

    def prepare(self) -> None:
        """The agencies of the same kind in the province, those of the dossier's commune, and the
        province's own."""
        now, on = self.found.competent, formats.local(self.now).date()
        near = {self.found.dossier.commune_code, now.province_code}
        self.choose(
            "agency",
            [
                (one.id, formats.own_name(one))
                for one in organisations.agencies_of_province(now.province_code, on=on)
                if one.id != now.id
                and one.kind in SETTLING
                and (one.kind is now.kind or one.unit_code in near)
            ],
            empty=_("Chọn cơ quan"),
        )
