from django.urls import path

from lienthong.web.admin import (
    agencies,
    calendars,
    catalogue,
    catalogue_settings,
    correction_acts,
    correction_items,
    correction_opening,
    corrections,
    inherit,
    journal,
    thresholds,
    versions,
)

CORRECTIONS = "quan-tri/dinh-chinh/"
CALENDAR = "quan-tri/lich/"
INHERIT = "quan-tri/nhap-du-lieu/"
THRESHOLDS = "quan-tri/nguong/"
CATALOGUE = "quan-tri/thu-tuc/"
PROCEDURE = f"{CATALOGUE}<str:code>/"
VERSION = f"{PROCEDURE}phien-ban/<int:version_id>/"
AGENCIES = "quan-tri/co-quan/"
AGENCY = f"{AGENCIES}<int:agency_id>/"
CORRECTION = f"{CORRECTIONS}<int:correction_id>/"

urlpatterns = [
    path(CORRECTIONS, corrections.listed, name="corrections"),
    path(f"{CORRECTIONS}mo/", correction_opening.choose, name="corrections-choose"),
    path(f"{CORRECTIONS}mo/<slug:kind>/", correction_opening.new, name="corrections-new"),
    path(CORRECTION, corrections.one, name="correction"),
    path(f"{CORRECTION}chay-thu/", correction_acts.dry_run, name="correction-try"),
    path(f"{CORRECTION}tiep/", correction_acts.go_on, name="correction-go-on"),
    path(f"{CORRECTION}duyet/", correction_acts.approve, name="correction-approve"),
    path(f"{CORRECTION}bo/", correction_acts.drop, name="correction-drop"),
    path(f"{CORRECTION}hoan-tac/", correction_acts.undo, name="correction-undo"),
    path(f"{CORRECTION}bang-chung/", correction_items.evidence, name="correction-evidence"),
    path(f"{CORRECTION}ho-so/", correction_items.items, name="correction-items"),
    path(f"{CORRECTION}ho-so/quyet/", correction_items.decide, name="correction-decide"),
    path(CALENDAR, calendars.year, name="calendar"),
    path(f"{CALENDAR}them/", calendars.add, name="calendar-add"),
    path(f"{CALENDAR}hoan-doi/", calendars.swap, name="calendar-swap"),
    path(f"{CALENDAR}gio/<str:code>/", calendars.week, name="calendar-week"),
    path(f"{CALENDAR}ngay/<str:on>/xac-nhan/", calendars.confirm, name="calendar-confirm"),
    path(f"{CALENDAR}ngay/<str:on>/bo/", calendars.remove, name="calendar-remove"),
    path(INHERIT, inherit.start, name="inherit"),
    path(f"{INHERIT}mau/", inherit.template, name="inherit-template"),
    path(f"{INHERIT}doc-thu/", inherit.report, name="inherit-report"),
    path(f"{INHERIT}nhap/", inherit.take_over, name="inherit-take"),
    path(THRESHOLDS, thresholds.listed, name="thresholds"),
    path(f"{THRESHOLDS}<slug:name>/", thresholds.change, name="threshold"),
    path(CATALOGUE, catalogue.listed, name="catalogue"),
    path(f"{CATALOGUE}phu/", catalogue.coverage, name="catalogue-coverage"),
    path(f"{CATALOGUE}nguon/", catalogue_settings.sources, name="catalogue-sources"),
    path(f"{CATALOGUE}nguon/<str:code>/", catalogue_settings.source, name="catalogue-source"),
    path(f"{CATALOGUE}tham-quyen/", catalogue_settings.competence, name="catalogue-competence"),
    path(f"{CATALOGUE}goi/", catalogue_settings.pack, name="catalogue-pack"),
    path(f"{CATALOGUE}goi/xuat/", catalogue_settings.export, name="catalogue-export"),
    path(PROCEDURE, catalogue.one, name="catalogue-one"),
    path(f"{PROCEDURE}dieu-chinh/", catalogue_settings.adjust, name="catalogue-adjust"),
    path(
        f"{PROCEDURE}dieu-chinh/thoi/", catalogue_settings.end_adjustment, name="catalogue-adjusted"
    ),
    path(VERSION, versions.one, name="catalogue-version"),
    path(f"{VERSION}chay-thu/", versions.try_out, name="catalogue-try"),
    path(f"{VERSION}cong-khai/", versions.publish, name="catalogue-publish"),
    path(f"{VERSION}thu-hoi/", versions.roll_back, name="catalogue-roll-back"),
    path(AGENCIES, agencies.listed, name="agencies"),
    path(f"{AGENCIES}san-sang/", agencies.gaps, name="agencies-gaps"),
    path(f"{AGENCIES}ma-tam/", agencies.provisional, name="agencies-provisional"),
    path(f"{AGENCIES}ma-la/", agencies.unknown, name="agencies-unknown"),
    path(f"{AGENCIES}ma-la/gan/", agencies.settle, name="agencies-settle"),
    path(AGENCY, agencies.one, name="agency"),
    path(f"{AGENCY}ma/", agencies.change_code, name="agency-code"),
    path(f"{AGENCY}sap-nhap/", agencies.merge, name="agency-merge"),
    path(f"{AGENCY}san-sang/", agencies.readiness, name="agency-readiness"),
    path("quan-tri/nhat-ky/", journal.listed, name="journal"),
]
