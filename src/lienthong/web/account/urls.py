from django.urls import path

from lienthong.web.account import acts, administration, deputies, own, second_factor, sign_in

ADMIN = "quan-tri/tai-khoan/"
ONE = f"{ADMIN}<int:account_id>/"

urlpatterns = [
    path("dang-nhap/", sign_in.sign_in, name="sign-in"),
    path("dang-nhap/ma/", sign_in.second_step, name="sign-in-code"),
    path("dang-xuat/", sign_in.sign_out, name="sign-out"),
    path("tai-khoan/", own.overview, name="account"),
    path("tai-khoan/bao-mat/", own.setup, name="account-setup"),
    path("tai-khoan/mat-khau/", own.password, name="account-password"),
    path("tai-khoan/phim-tat/", own.shortcuts, name="account-shortcuts"),
    path("tai-khoan/xac-thuc/", second_factor.enrol, name="account-totp"),
    path("tai-khoan/ma-du-phong/", second_factor.codes, name="account-codes"),
    path("tai-khoan/lam-thay/", deputies.appoint, name="account-deputies"),
    path("tai-khoan/lam-thay/<int:row_id>/", deputies.revoke, name="account-deputy"),
    path(ADMIN, administration.accounts, name="accounts"),
    path(f"{ADMIN}them/", administration.new, name="accounts-new"),
    path(ONE, administration.account, name="accounts-one"),
    path(f"{ONE}vai-tro/", acts.assign, name="accounts-assign"),
    path(f"{ONE}vai-tro/<int:assignment_id>/", acts.end, name="accounts-end"),
    path(f"{ONE}lam-thay/", acts.appoint, name="accounts-appoint"),
    path(f"{ONE}lam-thay/<int:row_id>/", acts.revoke, name="accounts-revoke"),
    path(f"{ONE}mat-khau/", acts.reset_password, name="accounts-password"),
    path(f"{ONE}xac-thuc/", acts.reset_totp, name="accounts-totp"),
    path(f"{ONE}khoa/", acts.disable, name="accounts-disable"),
    path(f"{ONE}mo/", acts.enable, name="accounts-enable"),
]
