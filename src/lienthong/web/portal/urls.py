from django.urls import path

from lienthong.web.portal import views

urlpatterns = [
    path("", views.home, name="home"),
]
