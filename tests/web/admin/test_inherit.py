"""Taking over a former system's dossiers through the screen."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lienthong.dossiers.models import Component, Dossier
from lienthong.dossiers.rules import NotAllowed
from lienthong.web.admin import uploads
from tests.dossiers.test_inherit import CLOSED, HEADER, OPEN
from tests.dossiers.world import World
from tests.papers.contents import PDF

START = "/quan-tri/nhap-du-lieu/"


def sheet(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("cu.csv", "\n".join((HEADER, *rows)).encode("utf-8-sig"))


def packed(**members: bytes) -> SimpleUploadedFile:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return SimpleUploadedFile("tep.zip", stream.getvalue())


def test_first_a_report_then_everything_is_taken_over_once(world: World, admin: Client) -> None:
    page = admin.post(START, {"source": "cu", "sheet": sheet(OPEN, CLOSED)}, follow=True)
    assert "2 hồ sơ sẵn sàng nhập" in page.content.decode()
    assert not Dossier.objects.filter(inherited_from="cu").exists()
    done = admin.post(f"{START}nhap/")
    assert "Đã nhập 2 hồ sơ" in done.content.decode()
    assert Dossier.objects.filter(inherited_from="cu").count() == 2
    assert admin.post(f"{START}nhap/").status_code == 302, "there is nothing left to take over"
    again = admin.post(START, {"source": "cu", "sheet": sheet(OPEN)}, follow=True)
    assert "Mọi hồ sơ trong bảng đã được nhập từ trước." in again.content.decode()


def test_wrong_rows_are_said_one_by_one_and_exported(world: World, admin: Client) -> None:
    bad = OPEN.replace("20/08/2026 08:30", "hôm qua")
    page = admin.post(START, {"source": "cu", "sheet": sheet(bad, CLOSED)}, follow=True)
    assert "Còn 1 dòng cần sửa" in page.content.decode()
    assert "không phải ngày giờ" in page.content.decode()
    exported = admin.get(f"{START}doc-thu/?dang=csv").content.decode("utf-8-sig")
    assert exported.startswith("Dòng,Cột,Sửa gì")
    admin.post(f"{START}nhap/")
    assert not Dossier.objects.filter(inherited_from="cu").exists()


def test_files_come_out_of_a_zip(world: World, admin: Client) -> None:
    sent = {"source": "cu", "sheet": sheet(OPEN + "don.pdf"), "attachments": packed(x__don_pdf=PDF)}
    admin.post(START, sent)
    admin.post(f"{START}nhap/")
    assert Component.objects.filter(dossier__inherited_from="cu").count() == 1


def test_a_name_that_leads_outside_is_refused(world: World, admin: Client) -> None:
    page = admin.post(
        START, {"source": "cu", "sheet": sheet(OPEN + "../../etc/passwd")}, follow=True
    )
    assert "không phải tên tệp" in page.content.decode()


def test_nothing_of_a_zip_lands_outside_its_folder(world: World, tmp_path: Path) -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("../../dau.txt", b"x")
        archive.writestr("/tuyet-doi.txt", b"y")
    uploads.unpack(SimpleUploadedFile("a.zip", stream.getvalue()), tmp_path / "ra")
    assert {path.name for path in (tmp_path / "ra").iterdir()} == {"dau.txt", "tuyet-doi.txt"}
    assert [path.name for path in tmp_path.iterdir()] == ["ra"]


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    with pytest.raises(NotAllowed, match="quá 2 GB"):
        uploads.unpack(packed(a_bin=bytes(100_000)), tmp_path / "ra")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"a,b\n1,2\n", "thiếu cột"),
        ("a.exe", b"x", ".csv hoặc .xlsx"),
        ("a.xlsx", b"x", "Excel"),
        ("a.csv", b"", "Tệp trống"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_in_a_sentence(
    world: World, admin: Client, name: str, content: bytes, sentence: str
) -> None:
    sent = {"source": "cu", "sheet": SimpleUploadedFile(name, content)}
    page = admin.post(START, sent, follow=True)
    assert sentence in page.content.decode()


def test_the_name_of_the_former_system_stays_for_the_mended_sheet(
    world: World, admin: Client
) -> None:
    bad = OPEN.replace("20/08/2026 08:30", "hôm qua")
    admin.post(START, {"source": "motcua-hoian", "sheet": sheet(bad)}, follow=True)
    assert 'value="motcua-hoian"' in admin.get(START).content.decode()


def test_a_zip_that_is_none_is_refused_and_nothing_is_kept(world: World, admin: Client) -> None:
    before = set((Path(settings.VAR) / "inheriting").glob("*"))
    broken = SimpleUploadedFile("a.zip", b"khong phai zip")
    page = admin.post(START, {"source": "cu", "sheet": sheet(OPEN), "attachments": broken})
    assert "Không mở được tệp nén" in page.content.decode()
    assert set((Path(settings.VAR) / "inheriting").glob("*")) == before


def test_the_template_has_the_columns_that_are_read(world: World, admin: Client) -> None:
    text = admin.get(f"{START}mau/").content
    page = admin.post(
        START, {"source": "mau", "sheet": SimpleUploadedFile("m.csv", text)}, follow=True
    )
    assert "1 hồ sơ sẵn sàng nhập" in page.content.decode()
