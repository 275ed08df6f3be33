from django.urls import path

from lienthong.web.portal import home, procedures, tracking

urlpatterns = [
    path("", home.home, name="home"),
    path("thu-tuc/", procedures.procedures, name="procedures"),
    path("thu-tuc/<str:code>/", procedures.procedure, name="procedure"),
    path("tra-cuu/", tracking.look_up, name="look_up"),
    path("tra-cuu/ho-so/", tracking.track, name="track"),
]
