from django.urls import path

from lienthong.web.counter import counter, places, printing, register, results

urlpatterns = [
    path("quay/", counter.counter, name="counter"),
    path("quay/noi/", places.choose, name="counter-choose"),
    path("quay/thu-tuc/", counter.find_procedures, name="counter-procedures"),
    path("quay/xong/<str:code>/", counter.done, name="counter-done"),
    path("quay/tra-ket-qua/", results.results, name="counter-results"),
    path("quay/tra-ket-qua/<str:code>/", results.hand_out, name="counter-hand-out"),
    path("quay/so-theo-doi/", register.register, name="register"),
    path("ho-so/<str:code>/phieu/<str:number>.pdf", printing.form, name="dossier-form"),
]
