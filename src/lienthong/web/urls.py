from django.urls import include, path

urlpatterns = [
    path("", include("lienthong.web.ui.urls")),
    path("", include("lienthong.web.ops.urls")),
    path("", include("lienthong.web.portal.urls")),
    path("", include("lienthong.web.account.urls")),
    path("", include("lienthong.web.desk.urls")),
    path("", include("lienthong.web.board.urls")),
    path("", include("lienthong.web.report.urls")),
    path("", include("lienthong.web.counter.urls")),
    path("", include("lienthong.web.admin.urls")),
    path("", include("lienthong.web.programme.urls")),
    path("", include("lienthong.web.programme.urls_meetings")),
]
