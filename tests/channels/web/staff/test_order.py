from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.staff.filled import Filled, What
from bot.channels.web.staff.order import ASKED_MOST, MOST, Order, OrderError, codes_in, order_of
from bot.services import Services, Snapshot
from bot.sharing.posters.sizes import Size
from bot.storage.desks import Desk, Desks
from tests.channels.web.staff.conftest import SITE
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE


async def ordered(services: Services, filled: Filled) -> Order:
    return await order_of(filled, SITE, services)


def codes(order: Order) -> list[str]:
    return [one.code if one else "" for one in order.procedures]


@pytest.mark.parametrize(
    "pasted",
    [
        f"{BIRTH}\n{MARRIAGE}",
        f"{BIRTH}, {MARRIAGE};",
        f"  {BIRTH}\t{MARRIAGE}\r\n\r\n{BIRTH}",
        f"1. {BIRTH}.000.00.00.H34 Đăng ký khai sinh\n2. {MARRIAGE} – Đăng ký kết hôn (cấp xã)",
        f"Mã|Tên\n{BIRTH}|Đăng ký khai sinh\n{MARRIAGE}|Đăng ký kết hôn",
    ],
)
def test_a_list_is_read_however_it_was_pasted(pasted: str) -> None:
    assert codes_in(pasted) == [BIRTH, MARRIAGE]


def test_what_looks_like_a_code_but_is_none_is_not_lost() -> None:
    assert codes_in(f"1.00119, {BIRTH} 1001193 2.000.408") == ["1.00119", BIRTH, "1001193", "2.000.408"]


@given(st.text())
def test_any_text_is_a_list(text: str) -> None:
    found = codes_in(text)

    assert len(found) == len(set(found))


async def test_the_general_poster_carries_the_desk(services: Services, desk: Desk) -> None:
    order = await ordered(services, Filled(desk=desk.number))
    [poster] = order.posters

    assert poster.address == f"{SITE}/k/{desk.number}"
    assert (poster.desk, poster.office) == (desk.name, desk.office)
    assert order.name == f"chung-k{desk.number}-a4"


async def test_a_procedures_poster_carries_its_code_and_the_desk(services: Services, desk: Desk) -> None:
    order = await ordered(services, Filled(What.ONE, code=f" {BIRTH}.000.00.00.H34 ", size=Size.A5, desk=desk.number))
    [poster] = order.posters

    assert poster.address == f"{SITE}/p/{BIRTH}?k={desk.number}"
    assert order.name == f"{BIRTH}-k{desk.number}-a5"


async def test_a_list_is_printed_in_its_order_under_names_that_tell_apart(services: Services) -> None:
    order = await ordered(services, Filled(What.LIST, codes=f"{ID_CARD} {BIRTH}", size=Size.CARDS))

    assert [poster.address for poster in order.posters] == [f"{SITE}/p/{ID_CARD}", f"{SITE}/p/{BIRTH}"]
    assert order.names == (f"{ID_CARD}-cards", f"{BIRTH}-cards")
    assert order.name == "2-to-cards"


async def test_the_most_asked_are_filled_up_with_the_most_common(
    services: Services, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ["9.999999", "2.000635", "1.000656"]

    async def most_asked(days: int, limit: int) -> list[str]:
        return asked

    monkeypatch.setattr(services.journal, "most_asked", most_asked)
    order = await ordered(replace(services, snapshot=snapshot), Filled(What.MOST_ASKED))

    assert codes(order)[:2] == asked[1:]
    assert len(set(codes(order))) == len(codes(order)) == ASKED_MOST


@pytest.mark.parametrize("what", [What.ONE, What.LIST])
@pytest.mark.parametrize("typed", ["", " \n", "khai sinh", "12", "🙂"])
async def test_without_any_code_it_is_said_what_to_write(services: Services, what: What, typed: str) -> None:
    with pytest.raises(OrderError, match="Chưa có mã thủ tục nào"):
        await ordered(services, Filled(what, code=typed, codes=typed))


async def test_unknown_codes_are_named_with_how_many_are_left(services: Services) -> None:
    pasted = f"{BIRTH}\n1.999999\n{MARRIAGE}\n2.00063\n{'9' * 500}"

    with pytest.raises(OrderError, match=r"1\.999999, 2\.00063, 9999") as refused:
        await ordered(services, Filled(What.LIST, codes=pasted))

    assert refused.value.left == 2
    assert len(str(refused.value)) < 400


async def test_of_many_unknown_codes_ten_are_named(services: Services) -> None:
    pasted = " ".join(f"9.{number:06}" for number in range(30))

    with pytest.raises(OrderError, match=r"9\.000009 và 20 mã khác") as refused:
        await ordered(services, Filled(What.LIST, codes=pasted))

    assert refused.value.left == 0


async def test_the_rest_is_printed_if_wanted_but_not_nothing(services: Services) -> None:
    left = await ordered(services, Filled(What.LIST, codes=f"{BIRTH} 1.999999 {MARRIAGE}", leave_out=True))

    assert codes(left) == [BIRTH, MARRIAGE]
    with pytest.raises(OrderError, match=r"1\.999999"):
        await ordered(services, Filled(What.LIST, codes="1.999999", leave_out=True))


async def test_a_hundred_at_a_time_and_no_more(services: Services) -> None:
    pasted = [f"9.{number:06}" for number in range(MOST)]

    with pytest.raises(OrderError, match=r"Không có trong dữ liệu"):
        await ordered(services, Filled(What.LIST, codes=" ".join(pasted)))
    with pytest.raises(OrderError, match=f"có {MOST + 1} mã; mỗi lần in được nhiều nhất {MOST}") as refused:
        await ordered(services, Filled(What.LIST, codes=" ".join([*pasted, BIRTH]), leave_out=True))

    assert refused.value.left == 0


@pytest.mark.parametrize("number", ["9999", "x", "4072\x00", "<b>", "1" * 5000])
async def test_an_unknown_desk_prints_nothing(services: Services, number: str) -> None:
    with pytest.raises(OrderError, match="Không có quầy số"):
        await ordered(services, Filled(desk=number))


async def test_a_closed_desk_prints_nothing(services: Services, desks: Desks, desk: Desk) -> None:
    await desks.close(desk.number)

    with pytest.raises(OrderError, match=f"Không có quầy số “{desk.number}”, hoặc quầy đã đóng"):
        await ordered(services, Filled(desk=desk.number))
