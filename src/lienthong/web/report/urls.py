from django.urls import path

from lienthong.web.report import definitions, duties, filling, findings, looking, sheets, turns

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
    path("bao-cao/bieu-mau/<int:form_id>/", definitions.form, name="report-form"),
    path("bao-cao/chi-tieu/", definitions.indicators, name="report-indicators"),
    path("bao-cao/chi-tieu/<str:code>/", definitions.indicator, name="report-indicator"),
]
