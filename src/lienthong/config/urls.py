from django.urls import include, path

urlpatterns = [path("", include("lienthong.web.urls"))]

handler400 = "lienthong.web.ui.errors.bad_request"
handler403 = "lienthong.web.ui.errors.forbidden"
handler404 = "lienthong.web.ui.errors.not_found"
handler500 = "lienthong.web.ui.errors.server_error"
