from django.urls import path

from lienthong.web.programme import (
    acting,
    boards,
    directive_acts,
    directives,
    duties,
    lists,
    programme_opening,
    task_assigning,
    tasks,
    thresholds,
)

urlpatterns = [
    path("van-ban/", directives.listed, name="directives"),
    path("van-ban/them/", directives.upload, name="directive-upload"),
    path("van-ban/mau-thuan/", directives.conflicts, name="directive-conflicts"),
    path("van-ban/<int:directive_id>/", directives.directive, name="directive"),
    path("van-ban/<int:directive_id>/doc-tiep/", directives.read_on, name="directive-read-on"),
    path("van-ban/<int:directive_id>/muc/<int:seq>/", directive_acts.act, name="directive-act"),
    path("chuong-trinh/", boards.listed, name="programmes"),
    path("chuong-trinh/moi/", programme_opening.new, name="programme-new"),
    path("chuong-trinh/<str:code>/", boards.programme, name="programme"),
    path("chuong-trinh/<str:code>/nguong/", thresholds.listed, name="programme-thresholds"),
    path(
        "chuong-trinh/<str:code>/nguong/<slug:name>/",
        thresholds.change,
        name="programme-threshold",
    ),
    path("nhiem-vu/", lists.tasks, name="tasks"),
    path("nhiem-vu/moi/", task_assigning.new, name="task-new"),
    path("nhiem-vu/hom-nay/", duties.today, name="duties"),
    path("nhiem-vu/lanh-dao/", boards.leader, name="leader"),
    path("nhiem-vu/canh-bao/", duties.warnings, name="warnings"),
    path("nhiem-vu/canh-bao/<int:warning_id>/da-xem/", duties.see, name="warning-seen"),
    path("nhiem-vu/<str:code>/", tasks.task, name="task"),
    path("nhiem-vu/<str:code>/sua/", task_assigning.edit, name="task-edit"),
    path("nhiem-vu/<str:code>/tep/<str:sha256>/", tasks.evidence_file, name="task-file"),
    path("nhiem-vu/<str:code>/de-nghi/<int:request_id>/", acting.decide, name="task-decide"),
    path("nhiem-vu/<str:code>/<slug:name>/", acting.act, name="task-act"),
]
