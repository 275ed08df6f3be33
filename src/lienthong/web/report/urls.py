from django.urls import path

from lienthong.web.report import (
    authoring,
    definitions,
    duties,
    exchanging,
    filling,
    findings,
    indicator_editing,
    looking,
    sheets,
    turns,
)

urlpatterns = [
    path("bao-cao/", duties.overview, name="reports"),
    path("bao-cao/<int:report_id>/", filling.report, name="report"),
    path("bao-cao/<int:report_id>/nop/", filling.submit, name="report-submit"),
    path("bao-cao/<int:report_id>/kiem-tra/", filling.try_checks, name="report-checks"),
    path("bao-cao/<int:report_id>/tra-lai/", filling.give_back, name="report-return"),
    path("bao-cao/<int:report_id>/mo-lai/", filling.reopen, name="report-reopen"),
    path("bao-cao/<int:report_id>/lich-su/", looking.history, name="report-history"),
    path("bao-cao/<int:report_id>/tong-hop/", looking.consolidation, name="report-consolidation"),
    path("bao-cao/<int:report_id>/bang-tinh/", sheets.download, name="report-sheet"),
    path("bao-cao/<int:report_id>/nop-bang-tinh/", sheets.upload, name="report-upload"),
    path("bao-cao/phat-hien/", findings.listed, name="report-findings"),
    path("bao-cao/phat-hien/<int:finding_id>/", findings.settle, name="report-finding"),
    path("bao-cao/ky/<int:period_id>/", turns.absent, name="report-period"),
    path("bao-cao/ky/<int:period_id>/khoa/", turns.lock, name="report-lock"),
    path("bao-cao/bieu-mau/", definitions.forms, name="report-forms"),
    path("bao-cao/bieu-mau/moi/", authoring.new, name="report-form-new"),
    path("bao-cao/bieu-mau/nap-goi/", exchanging.take, name="report-form-take"),
    path("bao-cao/bieu-mau/<int:form_id>/", definitions.form, name="report-form"),
    path("bao-cao/bieu-mau/<int:form_id>/sua/", authoring.edit, name="report-form-edit"),
    path("bao-cao/bieu-mau/<int:form_id>/xem-thu/", authoring.preview, name="report-form-preview"),
    path("bao-cao/bieu-mau/<int:form_id>/viec/", authoring.act, name="report-form-act"),
    path("bao-cao/bieu-mau/<int:form_id>/goi/", exchanging.give, name="report-form-give"),
    path("bao-cao/chi-tieu-moi/", indicator_editing.new, name="report-indicator-new"),
    path("bao-cao/chi-tieu/", definitions.indicators, name="report-indicators"),
    path("bao-cao/chi-tieu/<str:code>/", definitions.indicator, name="report-indicator"),
    path(
        "bao-cao/chi-tieu/<str:code>/sua/", indicator_editing.change, name="report-indicator-edit"
    ),
    path(
        "bao-cao/chi-tieu/<str:code>/thoi-dung/",
        indicator_editing.retire,
        name="report-indicator-retire",
    ),
]
