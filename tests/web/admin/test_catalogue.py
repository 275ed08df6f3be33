"""The catalogue for its keepers through their screens."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lienthong.catalogue import actions, queries
from lienthong.catalogue.models import ProcedureVersion
from lienthong.catalogue.queries.settings import sources
from lienthong.catalogue.rules import NotOffered
from lienthong.catalogue.rules.pack import write_pack
from lienthong.organisations import queries as organisations
from tests.dossiers import world as worlds
from tests.dossiers.world import BENEFIT, TODAY, World

LIST = "/quan-tri/thu-tuc/"
ONE = f"{LIST}{BENEFIT}/"


def test_all_procedures_are_found_the_unchecked_ones_with_reasons(
    world: World, keeper: Client
) -> None:
    page = keeper.get(LIST).content.decode()
    assert len(re.findall(r'href="/quan-tri/thu-tuc/\d\.\d{6}/"', page)) >= 20
    states = re.findall(r"(Đã kiểm|Chưa kiểm, chưa cung cấp)</span>", page)
    assert states == sorted(states, reverse=True), "what is offered stands first"
    unchecked = keeper.get(f"{LIST}?loc=chua&q=khai").content.decode()
    assert "Chưa kiểm, chưa cung cấp" in unchecked
    found = keeper.get(f"{LIST}?q=tro cap huu tri").content.decode()
    assert BENEFIT in found
    exported = keeper.get(f"{LIST}?dang=csv").content.decode("utf-8-sig")
    assert exported.startswith("Mã,Tên")


def test_the_difference_between_versions_is_said_in_words(
    world: World, keeper: Client, wrong: int
) -> None:
    page = keeper.get(f"{ONE}phien-ban/{wrong}/").content.decode()
    assert "từ 10 ngày làm việc thành 10 ngày (tính cả ngày nghỉ)" in page
    assert "Cảnh báo" in page
    assert "hồ sơ mẫu" in page


def draft(world: World) -> int:
    version = queries.version_in_force(BENEFIT, on=TODAY)
    return actions.write_draft(
        procedure_code=BENEFIT, content=version.content, by=worlds.BY, at=worlds.LOADED_AT
    )


def test_what_nobody_compared_is_marked_for_officials_and_not_told_to_citizens(
    world: World, keeper: Client, client: Client
) -> None:
    version = worlds.version(worlds.BIRTH)
    law = version.content.unconfirmed_basis[0]
    page = keeper.get(f"{LIST}{version.code}/phien-ban/{version.id}/").content.decode()
    assert law in page
    assert "Chưa đối chiếu văn bản" in page
    public = client.get(f"/thu-tuc/{version.code}/").content.decode()
    assert law not in public
    assert "Nguồn nội dung" in public


def test_a_draft_is_tried_published_and_rolled_back(world: World, keeper: Client) -> None:
    number, before = draft(world), queries.version_in_force(BENEFIT, on=TODAY).id
    version = f"{ONE}phien-ban/{number}/"
    only = keeper.get(f"{ONE}phien-ban/{before}/").content.decode()
    assert "Không có phiên bản trước" in only, "nobody would receive it any more"
    dates = {"decision": "QĐ 12", "decided_on": "2026-01-05", "valid_from": "2099-01-01"}
    early = keeper.post(f"{version}cong-khai/", dates)
    assert early.status_code == 422
    assert "chạy thử" in early.content.decode()
    assert "kịp hạn" in keeper.post(f"{version}chay-thu/", follow=True).content.decode()
    assert keeper.post(f"{version}cong-khai/", {"decision": "x"}).status_code == 422
    unsigned = keeper.post(f"{version}cong-khai/", dates | {"decided_on": "2098-12-31"})
    assert "Ngày ký ở sau hôm nay" in unsigned.content.decode()
    assert keeper.post(f"{version}cong-khai/", dates).status_code == 302
    assert ProcedureVersion.objects.get(pk=number).status == "published"
    assert "Phiên bản trước có hiệu lực trở lại" in keeper.get(version).content.decode()
    assert keeper.post(f"{version}thu-hoi/", {"reason": ""}).status_code == 422
    assert keeper.post(f"{version}thu-hoi/", {"reason": "Nhầm"}).status_code == 302
    assert ProcedureVersion.objects.get(pk=before).valid_until is None


def test_a_province_adjusts_and_ends_its_adjustment(world: World, keeper: Client) -> None:
    sent = {"province": "48", "territorial": "0", "valid_from": "2026-01-05", "source": "QĐ 7"}
    assert keeper.post(f"{ONE}dieu-chinh/", sent).status_code == 302
    assert "nộp ở bất cứ đâu trong tỉnh" in keeper.get(ONE).content.decode()
    nothing = keeper.post(f"{ONE}dieu-chinh/", {**sent, "territorial": ""})
    assert "Chưa chọn nội dung điều chỉnh" in nothing.content.decode()
    keeper.post(f"{ONE}dieu-chinh/thoi/", {"province": "48"})
    assert queries.adjustments(BENEFIT)[0].valid_until is not None


def test_a_data_source_is_connected_with_its_day(world: World, keeper: Client) -> None:
    row = next(one for one in sources() if one.status == "planned")
    address = f"{LIST}nguon/{row.code}/"
    without = keeper.post(address, {"status": "connected"})
    assert without.status_code == 422
    keeper.post(address, {"status": "connected", "connected_on": "2026-08-01"})
    assert row.code in queries.connected_sources(on=TODAY)
    assert row.name in keeper.get(f"{LIST}nguon/").content.decode()


def test_work_is_given_to_an_agency(world: World, keeper: Client) -> None:
    code = organisations.code_of(world.other_committee, on=TODAY)
    sent = {"subject": BENEFIT, "place": "commune_committee", "agency": code,
            "valid_from": TODAY.isoformat(), "source": "QĐ 3"}  # fmt: skip
    assert keeper.post(f"{LIST}tham-quyen/?tinh=48", sent).status_code == 302
    assert "QĐ 3" in keeper.get(f"{LIST}tham-quyen/?tinh=48").content.decode()
    nobody = keeper.post(f"{LIST}tham-quyen/?tinh=48", {**sent, "agency": "X1"})
    assert nobody.status_code == 422


def test_a_pack_is_compared_before_it_is_imported(world: World, keeper: Client) -> None:
    field = queries.version_in_force(BENEFIT, on=TODAY).field_code
    exported = keeper.get(f"{LIST}goi/xuat/?linh-vuc={field}").content.decode()
    assert exported == write_pack(queries.pack_of(field, on=TODAY))
    same = keeper.post(f"{LIST}goi/", {"file": SimpleUploadedFile("a.yaml", exported.encode())})
    assert "Gói giống hệt danh mục đang có" in same.content.decode()
    changed = exported.replace("amount: '10'", "amount: '12'")
    page = keeper.post(f"{LIST}goi/", {"file": SimpleUploadedFile("a.yaml", changed.encode())})
    drafts = ProcedureVersion.objects.filter(status="draft").count()
    assert page.status_code == 200
    keeper.post(f"{LIST}goi/", {"text": changed, "nhap": "1"})
    assert ProcedureVersion.objects.filter(status="draft").count() > drafts


def test_a_pack_has_to_be_chosen_and_no_page_says_otherwise(world: World, keeper: Client) -> None:
    page = keeper.get(f"{LIST}goi/").content.decode()
    assert "Gói thủ tục (YAML)</label>" in page
    refused = keeper.post(f"{LIST}goi/", {})
    assert refused.status_code == 422
    assert "Chọn gói thủ tục" in refused.content.decode()


@pytest.mark.parametrize("text", ["", "a: [", "\x00", "format: 9", "😀" * 10])
def test_a_pack_that_is_none_is_refused_with_its_line(
    world: World, keeper: Client, text: str
) -> None:
    response = keeper.post(f"{LIST}goi/", {"file": SimpleUploadedFile("a.yaml", text.encode())})
    assert response.status_code == 422


def test_coverage_names_what_nobody_settles(world: World, keeper: Client) -> None:
    assert keeper.get(f"{LIST}phu/").status_code == 200
    assert keeper.get(f"{LIST}phu/?ngay=hom-qua").status_code == 400


def test_who_only_reads_is_offered_no_form(world: World, sign_in: object) -> None:
    client = sign_in(world.handler)  # type: ignore[operator]
    page = client.get(ONE).content.decode()
    assert "dieu-chinh/" not in page
    with pytest.raises(NotOffered):
        queries.version_in_force("0.000000", on=TODAY)
