from django.urls import path

from lienthong.web.ops import views

urlpatterns = [
    path("-/health", views.health_page, name="health"),
    path("-/metrics", views.metrics_page, name="metrics"),
]
