from django.urls import path

from lienthong.web.ui import views

urlpatterns = [
    path("ngon-ngu/", views.language, name="language"),
]
