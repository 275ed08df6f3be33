from django.urls import path

from lienthong.web.board import fields, listing, officers, overview, review

urlpatterns = [
    path("bang/", overview.overview, name="board"),
    path("bang/linh-vuc/", fields.fields, name="board-fields"),
    path("bang/can-xem/", review.review, name="board-review"),
    path("bang/can-bo/", officers.officers, name="board-officers"),
    path("bang/ho-so/", listing.listing, name="board-list"),
]
