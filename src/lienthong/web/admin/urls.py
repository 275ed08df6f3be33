from django.urls import path

from lienthong.web.admin import calendars, correction_items, corrections

CORRECTIONS = "quan-tri/dinh-chinh/"
CALENDAR = "quan-tri/lich/"
CORRECTION = f"{CORRECTIONS}<int:correction_id>/"

urlpatterns = [
    path(CORRECTIONS, corrections.listed, name="corrections"),
    path(f"{CORRECTIONS}mo/", corrections.choose, name="corrections-choose"),
    path(f"{CORRECTIONS}mo/<slug:kind>/", corrections.new, name="corrections-new"),
    path(CORRECTION, corrections.one, name="correction"),
    path(f"{CORRECTION}chay-thu/", corrections.dry_run, name="correction-try"),
    path(f"{CORRECTION}tiep/", corrections.go_on, name="correction-go-on"),
    path(f"{CORRECTION}duyet/", corrections.approve, name="correction-approve"),
    path(f"{CORRECTION}bo/", corrections.drop, name="correction-drop"),
    path(f"{CORRECTION}hoan-tac/", corrections.undo, name="correction-undo"),
    path(f"{CORRECTION}bang-chung/", correction_items.evidence, name="correction-evidence"),
    path(f"{CORRECTION}ho-so/", correction_items.items, name="correction-items"),
    path(f"{CORRECTION}ho-so/quyet/", correction_items.decide, name="correction-decide"),
    path(CALENDAR, calendars.year, name="calendar"),
    path(f"{CALENDAR}them/", calendars.add, name="calendar-add"),
    path(f"{CALENDAR}hoan-doi/", calendars.swap, name="calendar-swap"),
    path(f"{CALENDAR}gio/<str:code>/", calendars.week, name="calendar-week"),
    path(f"{CALENDAR}ngay/<str:on>/xac-nhan/", calendars.confirm, name="calendar-confirm"),
    path(f"{CALENDAR}ngay/<str:on>/bo/", calendars.remove, name="calendar-remove"),
]
