from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from typer.testing import Result

from bot.cli.share_inputs import MOST
from bot.sharing import qr
from tests.cli.conftest import Invoke
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, MARRIAGE_AGAIN

OFFICE = "Trung tâm Phục vụ hành chính công xã Kon Braih"
SITE = "https://hoi.kontum.test"
Share = Callable[..., Result]


@pytest.fixture
def settings(settings: dict[str, str]) -> dict[str, str]:
    return settings | {"HMC_WEB__PUBLIC_URL": f"{SITE}/", "HMC_PRIVACY__PERSON_KEY": "khóa của các phép thử"}


@pytest.fixture
def share(invoke: Invoke) -> Share:
    return lambda *arguments: invoke("share", *map(str, arguments))


@pytest.fixture
def desk(invoke: Invoke) -> str:
    """The number of a desk that is open."""
    return invoke("desk", "add", "--name", "Quầy 5", "--office", OFFICE).stdout.split("quầy số ")[1][:4]


def words(pdf: Path) -> list[str]:
    """Return what stands on each page."""
    with pypdfium2.PdfDocument(pdf.read_bytes()) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def said(result: Result) -> str:
    """Return what was printed, whatever was wrapped; nobody reads a traceback."""
    assert "Traceback" not in result.output
    return " ".join(result.output.split())


def test_links_to_a_procedure_carry_the_desk(share: Share, desk: str, settings: dict[str, str]) -> None:
    settings |= {"HMC_ZALO_OA__OA_ID": "123", "HMC_TELEGRAM__TOKEN": "1:a"}

    result = share("link", "đăng ký khai sinh", "--desk", desk)

    assert result.stdout.splitlines() == [
        f"Đăng ký khai sinh (mã {BIRTH})",
        f"Trang web: {SITE}/p/{BIRTH}?k={desk}",
        f"Zalo: https://zalo.me/123 (vào rồi nhắn: k{desk} {BIRTH})",
        f"Telegram: https://t.me/TÊN_BOT?start=p_1_001193_k_{desk}",
    ]


@pytest.mark.parametrize(("arguments", "path"), [((), "/"), ((BIRTH,), f"/p/{BIRTH}")])
def test_links_need_no_desk(share: Share, arguments: tuple[str, ...], path: str) -> None:
    assert share("link", *arguments).stdout.splitlines()[1:] == [f"Trang web: {SITE}{path}"]


def test_the_desk_s_own_link_leads_to_any_question(share: Share, desk: str) -> None:
    assert share("link", "--desk", desk).stdout.splitlines() == ["Hỏi mọi thủ tục", f"Trang web: {SITE}/k/{desk}"]


def test_of_several_the_codes_are_listed(share: Share) -> None:
    result = share("link", "kết hôn")

    assert result.exit_code == 2
    assert f"{MARRIAGE} Đăng ký kết hôn" in said(result)
    assert f"{MARRIAGE_AGAIN} Đăng ký lại kết hôn" in said(result)


@pytest.mark.parametrize("name", ["bóng đá", "9.999999", "?"])
def test_what_is_not_found_is_told(share: Share, name: str) -> None:
    result = share("link", name)

    assert (result.exit_code, f"Không tìm thấy thủ tục nào là “{name}”" in said(result)) == (2, True)


@pytest.mark.parametrize("command", ["link", "qr", "poster", "set"])
def test_without_a_public_address_it_is_told_what_to_set(
    share: Share, settings: dict[str, str], tmp_path: Path, command: str
) -> None:
    settings["HMC_WEB__PUBLIC_URL"] = ""
    out = () if command == "link" else ("--out", tmp_path / {"qr": "a.png"}.get(command, "a.pdf"))

    result = share(command, *out)

    assert (result.exit_code, "HMC_WEB__PUBLIC_URL=https://" in said(result)) == (2, True)
    assert not list(tmp_path.glob("a.*"))


@pytest.mark.parametrize("number", ["999", "0999", "abc", "99999"])
def test_a_desk_that_there_is_not_is_told(share: Share, number: str) -> None:
    result = share("link", "--desk", number)

    assert (result.exit_code, f"Không có quầy số “{number}”" in said(result)) == (2, True)


def test_a_closed_desk_is_told_with_how_to_reopen_it(share: Share, invoke: Invoke, desk: str) -> None:
    invoke("desk", "close", desk)

    result = share("link", "--desk", desk)

    assert (result.exit_code, f"đã đóng. Mở lại: desk reopen {desk}" in said(result)) == (2, True)


def test_a_qr_code_becomes_a_picture(share: Share, desk: str, tmp_path: Path) -> None:
    address = f"{SITE}/p/{BIRTH}?k={desk}"

    for name, written in (("a.png", qr.png(address)), ("a.SVG", qr.svg(address).encode())):
        result = share("qr", BIRTH, "--desk", desk, "--out", tmp_path / name)

        assert (result.exit_code, address in said(result)) == (0, True)
        assert (tmp_path / name).read_bytes() == written


@pytest.mark.parametrize("size", ["a4", "a5", "tent", "cards"])
def test_a_poster_is_drawn_in_every_size(share: Share, desk: str, tmp_path: Path, size: str) -> None:
    out = tmp_path / "a.pdf"

    result = share("poster", "đăng ký khai sinh", "--desk", desk, "--size", size, "--out", out)

    [page] = words(out)
    assert (result.exit_code, said(result)) == (0, f"Đã ghi {out}: Đăng ký khai sinh (mã {BIRTH})")
    assert f"hoi.kontum.test/p/{BIRTH}?k={desk}" in page
    assert "Quầy 5" in page


def test_without_a_procedure_it_is_the_general_one_also_as_a_picture(share: Share, tmp_path: Path) -> None:
    share("poster", "--out", tmp_path / "a.pdf")
    share("poster", "--size", "a5", "--out", tmp_path / "a.png")

    assert "hoi.kontum.test" in words(tmp_path / "a.pdf")[0]
    with Image.open(BytesIO((tmp_path / "a.png").read_bytes())) as picture:
        assert picture.size == pytest.approx((148 / 25.4 * 300, 210 / 25.4 * 300), abs=2)


def test_a_set_begins_with_what_is_asked_most(share: Share, invoke: Invoke, desk: str, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"

    result = share("set", "--desk", desk, "--count", "2", "--size", "a5", "--out", out)

    assert result.stdout == f"Đã ghi {out}: 2 trang.\n"
    assert [f"?k={desk}" in page for page in words(out)] == [True, True]
    assert f"/p/{BIRTH}" in words(out)[0]  # has the most everyday names, where nobody has asked yet


def test_a_set_of_listed_codes_keeps_their_order(share: Share, tmp_path: Path) -> None:
    listed, out = tmp_path / "danh-sach.txt", tmp_path / "a.pdf"
    listed.write_text(f"Danh sách\n\n{ID_CARD}\tcăn cước\nKhai sinh; {BIRTH}.000.00.00.H34\n{ID_CARD}\n", "utf-8-sig")

    result = share("set", "--codes", listed, "--out", out)

    assert result.exit_code == 0
    assert [code in page for code, page in zip((ID_CARD, BIRTH), words(out), strict=True)] == [True, True]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"1.001193\n9.999999\n12 th\xc3\xa1ng 5\n", "dòng 2: 9.999999 dòng 3: 12 tháng 5"),
        (b"9.999999\n" * 12, "… và 2 dòng khác"),
        (b"Danh s\xc3\xa1ch\n", "chưa có mã thủ tục nào"),
        (b"", "chưa có mã thủ tục nào"),
        (b"PK\x03\x04\xff\xfe", "Cần tệp chữ (UTF-8)"),
    ],
)
def test_a_list_that_cannot_be_is_told_by_its_lines(share: Share, tmp_path: Path, content: bytes, told: str) -> None:
    listed = tmp_path / "a.txt"
    listed.write_bytes(content)

    result = share("set", "--codes", listed, "--out", tmp_path / "a.pdf")

    assert (result.exit_code, told in said(result)) == (2, True)
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize("arguments", [("--count", "0"), ("--count", str(MOST + 1)), ("--codes", "khong-co.txt")])
def test_a_set_has_its_limits(share: Share, tmp_path: Path, arguments: tuple[str, str]) -> None:
    assert share("set", *arguments, "--out", tmp_path / "a.pdf").exit_code == 2


def test_a_file_that_is_there_stays_unless_it_is_forced(share: Share, tmp_path: Path) -> None:
    out = tmp_path / "a.svg"
    out.write_text("của tôi")

    refused = share("qr", "--out", out)
    kept = out.read_text()
    forced = share("qr", "--out", out, "--force")

    assert (refused.exit_code, kept, "thêm --force" in said(refused)) == (2, "của tôi", True)
    assert (forced.exit_code, out.read_text().startswith("<svg")) == (0, True)


@pytest.mark.parametrize(
    ("command", "name", "told"),
    [
        ("qr", "a.jpg", ".png hoặc .svg"),
        ("poster", "a", ".pdf hoặc .png"),
        ("set", "a.png", ".pdf"),
        ("poster", "khong/co/a.pdf", "xem lại thư mục"),
    ],
)
def test_a_file_that_cannot_be_written_is_told_before_anything_is_drawn(
    share: Share, tmp_path: Path, command: str, name: str, told: str
) -> None:
    result = share(command, "--out", tmp_path / name)

    assert (result.exit_code, told in said(result)) == (2, True)
