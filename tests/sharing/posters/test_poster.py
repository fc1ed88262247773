import pytest

from bot.answers import wording as answers
from bot.answers.facts import source
from bot.knowledge.models import Procedure
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.values import Postal
from bot.sharing.posters.icons import Icon
from bot.sharing.posters.poster import MOST_POINTS, Point, Poster, for_procedure, general, promise
from tests.answers.samples import birth

ADDRESS, SHOWN = "https://hoimotcua.example/p/1.001193?k=4072", "hoimotcua.example/p/1.001193?k=4072"


def poster(**changes: object) -> Poster:
    return for_procedure(birth(**changes), ADDRESS, SHOWN, "Trung tâm xã", "Quầy 5")


def words(of: Poster) -> str:
    points = [point.line for point in of.points]
    return " ".join([of.headline, of.subline, *points, *of.notes])


def test_the_general_poster_asks_the_three_questions() -> None:
    made = general("https://hoimotcua.example/k/4072", "hoimotcua.example/k/4072", "Trung tâm xã", "Quầy 5")
    assert (made.headline, made.subline) == ("Hỏi thủ tục?", "Quét mã, hỏi bằng tiếng Việt, 24/7")
    assert [point.line for point in made.points] == [
        "Qua mạng được không?",
        "Gửi bưu điện được không?",
        "Nộp ở đâu?",
    ]
    assert (made.office, made.desk) == ("Trung tâm xã", "Quầy 5")


@pytest.mark.parametrize(
    ("level", "postal", "promised"),
    [
        ("toàn trình", "không", "Làm hết qua mạng, không cần đến quầy"),
        ("toàn trình", "có", "Làm hết qua mạng, không cần đến quầy"),
        ("một phần", "không", "Nộp qua mạng được, có bước vẫn làm ở nơi nhận hồ sơ"),
        ("một phần", "có", "Nộp qua mạng được, có bước vẫn làm ở nơi nhận hồ sơ"),
        ("trực tuyến", "có", "Nộp tại nhà được, không cần đến quầy nộp hồ sơ"),
        ("trực tuyến", "chưa rõ", "Nộp tại nhà được, không cần đến quầy nộp hồ sơ"),
        ("không trực tuyến", "có", "Gửi bưu điện được, không cần đến quầy nộp hồ sơ"),
        ("chưa rõ", "có", "Gửi bưu điện được, không cần đến quầy nộp hồ sơ"),
        ("không trực tuyến", "không", "Quét mã để hỏi cách nộp, nơi nộp"),
        ("chưa rõ", "chưa rõ", "Quét mã để hỏi cách nộp, nơi nộp"),
    ],
)
def test_the_promise_is_that_of_the_data(level: str, postal: str, promised: str) -> None:
    assert poster(service_level=level, postal=postal).subline == promised


def test_no_poster_of_the_knowledge_base_claims_what_the_data_does_not_say(knowledge: Knowledge) -> None:
    assert not [one.code for one in knowledge.procedures if _overclaims(one)]


def _overclaims(procedure: Procedure) -> bool:
    made = for_procedure(procedure, ADDRESS, SHOWN)
    said = " ".join([made.subline, *(point.line for point in made.points)])
    online, posted = procedure.service_level.is_online, procedure.postal is Postal.YES
    return (
        ("không cần đến quầy" in said and not (online or posted))
        or ("Qua mạng:" in said) != online
        or ("Bưu điện:" in said) != posted
        or source(procedure) not in made.notes[-1]
        or procedure.code not in made.notes[-1]
    )


def test_a_procedure_has_its_ways_and_its_office() -> None:
    assert poster().points == (
        Point(Icon.ONLINE, "Qua mạng", "Nộp hồ sơ được"),
        Point(Icon.POSTAL, "Bưu điện", "Gửi được qua bưu chính công ích"),
        Point(Icon.WHERE, "Nộp trực tiếp", "Trung tâm Phục vụ hành chính công xã, phường"),
    )


def test_what_is_unknown_is_not_printed_but_who_helps() -> None:
    made = poster(service_level="chưa rõ", postal="chưa rõ")
    assert [point.icon for point in made.points] == [Icon.WHERE, Icon.HELP]


def test_small_print_says_source_and_date() -> None:
    assert poster().notes[-1] == "Mã thủ tục: 1.001193. Nguồn: Cổng Dịch vụ công quốc gia, đọc ngày 18/7/2026."


def test_small_print_limits_the_promise() -> None:
    assert answers.MAYBE_VISIT in poster(service_level="trực tuyến").notes
    assert answers.MAYBE_VISIT not in poster(service_level="toàn trình").notes
    assert answers.LEVELS_INFERRED in poster(levels_basis="suy ra").notes
    assert answers.LEVELS_INFERRED not in poster(levels_basis="nguồn ghi").notes


def test_the_title_is_plain() -> None:
    assert poster(title="THỦ TỤC ĐĂNG KÝ KHAI SINH (cấp xã)").headline == "Đăng ký khai sinh"


def test_at_most_three_points_are_listed(knowledge: Knowledge) -> None:
    assert max(len(for_procedure(one, ADDRESS, SHOWN).points) for one in knowledge.procedures) == MOST_POINTS


def test_a_question_is_joined_to_its_answer_without_a_colon() -> None:
    assert Point(Icon.HELP, "Cần giúp?", "Gọi 18001096").line == "Cần giúp? Gọi 18001096"


def test_posters_are_addressed_to_nobody_impolitely(knowledge: Knowledge) -> None:
    printed = " ".join(words(for_procedure(one, ADDRESS, SHOWN)).lower() for one in knowledge.procedures[:50])
    assert not [word for word in ("quý khách", "quý công dân", " bạn ", "vui lòng") if word in printed]


def test_the_promise_follows_every_change_of_the_data() -> None:
    levels = ("toàn trình", "một phần", "trực tuyến", "không trực tuyến")
    assert len({promise(birth(service_level=level, postal="có")) for level in levels}) == len(levels)
