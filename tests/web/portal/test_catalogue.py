"""Finding a procedure and reading what it takes."""

import pytest
from django.test import Client

from tests.web.portal.conftest import HOI_AN, PENSION


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_start_page_opens_without_any_database(client: Client) -> None:
    # pytest-django refuses the database to a test that did not ask for it.
    page = text(client, "/")
    assert '<html lang="vi"' in page
    assert "Cần làm việc gì?" in page


@pytest.mark.django_db
def test_an_empty_catalogue_says_so(client: Client) -> None:
    assert "Chưa có thủ tục nào được công bố" in text(client, "/thu-tuc/")


def test_a_search_needs_no_accents(client: Client, province: None) -> None:
    page = text(client, "/thu-tuc/?q=khai+sinh")
    assert "Đăng ký khai sinh" in page
    assert "Trợ cấp hưu trí xã hội" not in page
    plain = page.index(">Đăng ký khai sinh<")
    assert plain < page.index("Đăng ký khai sinh có yếu tố nước ngoài"), "the plain case first"


def test_the_search_stays_in_its_box_and_is_escaped(client: Client, province: None) -> None:
    page = text(client, "/thu-tuc/?q=%22%3E%3Cscript%3E")
    assert "Không có thủ tục nào khớp" in page
    assert "<script>" not in page


def test_the_field_narrows_the_list(client: Client, province: None) -> None:
    page = text(client, "/thu-tuc/?linh-vuc=ho-tich")
    assert "Đăng ký khai sinh" in page
    assert "Chứng thực chữ ký" not in page


def test_the_pages_of_the_list_hold_every_procedure_once(client: Client, province: None) -> None:
    seen: list[str] = []
    address = "/thu-tuc/"
    while address:
        page = client.get(address)
        found = page.context["page_of_list"]
        seen += [row.code for row in found.rows]
        address = f"/thu-tuc/?after={found.after}" if found.after else ""
    assert len(seen) > 40
    assert len(seen) == len(set(seen))
    back = client.get(f"/thu-tuc/?before={seen[40]}").context["page_of_list"]
    assert [row.code for row in back.rows] == seen[:40]


def test_a_procedure_says_what_it_takes(client: Client, province: None) -> None:
    page = text(client, f"/thu-tuc/{PENSION}/")
    for words in ("10 ngày làm việc", "Cần chuẩn bị", "Mất bao lâu", "Chi phí", "Nộp ở đâu"):
        assert words in page


def test_papers_of_connected_sources_are_not_asked_for(client: Client, province: None) -> None:
    response = client.get(f"/thu-tuc/{PENSION}/")
    reading = response.context["text"]
    needless = {paper.name for paper in reading.needless}
    assert not needless & {paper.name for paper in (*reading.papers, *reading.papers_in_cases)}
    if needless:
        assert "không ai được đòi" in response.content.decode()


def test_for_a_commune_it_says_where_who_and_until_when(client: Client, province: None) -> None:
    page = text(client, f"/thu-tuc/{PENSION}/?xa={HOI_AN}")
    assert "Trung tâm Phục vụ hành chính công phường Hội An" in page
    assert "Nơi quyết định" in page
    assert '<ol class="clock' in page


@pytest.mark.parametrize("code", ["1.004335", "1.013076"])
def test_no_date_is_named_where_the_limit_begins_with_something_to_come(
    client: Client, province: None, code: str
) -> None:
    """A complaint is first taken on, a registration first paid: nobody knows when."""
    page = client.get(f"/thu-tuc/{code}/?xa={HOI_AN}").content.decode()
    assert "muộn nhất" not in page
    assert "muộn nhất" in client.get(f"/thu-tuc/{PENSION}/?xa={HOI_AN}").content.decode()


def test_a_typed_place_is_found_without_accents_and_asked_about_when_unclear(
    client: Client, province: None
) -> None:
    page = text(client, f"/thu-tuc/{PENSION}/?noi=hoi+an")
    assert f"?xa={HOI_AN}#noi-nop" in page
    assert "thành phố Đà Nẵng" in page


@pytest.mark.parametrize("query", ["noi=zzzz", "xa=99999", "xa=9%00"])
def test_an_unknown_place_gets_a_sentence(client: Client, province: None, query: str) -> None:
    assert "note warn" in text(client, f"/thu-tuc/{PENSION}/?{query}")


@pytest.mark.django_db
def test_a_procedure_that_is_not_offered_gets_a_page(client: Client) -> None:
    response = client.get("/thu-tuc/9.999999/")
    assert response.status_code == 404
    assert "hiện không nhận hồ sơ" in response.content.decode()


def test_every_published_procedure_can_be_read_in_both_languages(
    client: Client, province: None
) -> None:
    codes = [row.code for row in client.get("/thu-tuc/").context["page_of_list"].rows]
    for language in ("vi", "en"):
        client.cookies["language"] = language
        for code in codes:
            assert client.get(f"/thu-tuc/{code}/?xa={HOI_AN}").status_code == 200
