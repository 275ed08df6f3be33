from django.urls import include, path

urlpatterns = [
    path("", include("lienthong.web.ui.urls")),
    path("", include("lienthong.web.portal.urls")),
]
