"""Addresses of difficulties, unannounced visits and meetings."""

from django.urls import path

from lienthong.web.programme import (
    difficulties,
    difficulty_raising,
    difficulty_subjects,
    following,
    meetings,
    remedies,
    remedy_demanding,
    visits,
)

urlpatterns = [
    path("kho-khan/", difficulties.listed, name="difficulties"),
    path("kho-khan/neu/", difficulty_raising.new, name="difficulty-new"),
    path("kho-khan/tong-hop/", difficulty_subjects.listed, name="difficulty-subjects"),
    path("kho-khan/<str:code>/", difficulties.one, name="difficulty"),
    path("kho-khan/<str:code>/<slug:name>/", difficulties.act, name="difficulty-act"),
    path("kiem-tra-dot-xuat/", visits.listed, name="visits"),
    path("kiem-tra-dot-xuat/goi-y/", visits.suggestions, name="visit-suggestions"),
    path("kiem-tra-dot-xuat/len-lich/", visits.plan, name="visit-plan"),
    path("kiem-tra-dot-xuat/khac-phuc/", remedies.listed, name="remedies"),
    path("kiem-tra-dot-xuat/khac-phuc/neu/", remedy_demanding.new, name="remedy-new"),
    path("kiem-tra-dot-xuat/khac-phuc/<int:remedy_id>/", remedies.one, name="remedy"),
    path(
        "kiem-tra-dot-xuat/khac-phuc/<int:remedy_id>/<slug:name>/", remedies.act, name="remedy-act"
    ),
    path("kiem-tra-dot-xuat/tong-hop/", following.follow_up, name="visits-follow-up"),
    path("kiem-tra-dot-xuat/don-vi-cham/", following.slow, name="units-slow"),
    path("kiem-tra-dot-xuat/<str:code>/", visits.one, name="visit"),
    path("kiem-tra-dot-xuat/<str:code>/ghi-nhan/", visits.record, name="visit-record"),
    path("kiem-tra-dot-xuat/<str:code>/bo/", visits.drop, name="visit-drop"),
    path("kiem-tra-dot-xuat/<str:code>/tep/", visits.file, name="visit-file"),
    path("cuoc-hop/", meetings.listed, name="meetings"),
    path("cuoc-hop/<int:meeting_id>/", meetings.one, name="meeting"),
    path("cuoc-hop/<int:meeting_id>/lap-bao-cao/", meetings.make_brief, name="meeting-brief"),
    path("cuoc-hop/<int:meeting_id>/bao-cao.<str:form>", meetings.paper, name="meeting-paper"),
    path("cuoc-hop/<int:meeting_id>/ket-luan/", meetings.conclude, name="meeting-conclude"),
    path("cuoc-hop/<int:meeting_id>/so-thong-bao/", meetings.number, name="meeting-number"),
    path(
        "cuoc-hop/<int:meeting_id>/ket-luan/<int:conclusion_id>/",
        meetings.assign,
        name="meeting-assign",
    ),
]
