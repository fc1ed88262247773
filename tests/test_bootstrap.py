import asyncio
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import bootstrap
from bot.conversation import Reply, Turn
from bot.knowledge.files import PROCEDURES, read_folder
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.values import ServiceLevel
from bot.settings import DatabaseSettings, KnowledgeSettings, Settings
from bot.storage.database import StorageError
from bot.storage.versions import Origin
from handlers import handle
from tests.environment import forget_callers_settings
from tests.small_knowledge import BIRTH, write_small_knowledge

QUESTION = Turn("console", f"mã {BIRTH} nộp ở đâu")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    forget_callers_settings(monkeypatch)
    return Settings(
        knowledge=KnowledgeSettings(
            folder=write_small_knowledge(tmp_path / "knowledge"), cache=tmp_path / "made" / "index"
        ),
        database=DatabaseSettings(url=f"sqlite:///{tmp_path / 'made' / 'questions.db'}"),
    )


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that stays taken and never listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def database_file(settings: Settings) -> Path:
    return Path(settings.database.url.removeprefix("sqlite:///"))


def with_url(settings: Settings, url: str) -> Settings:
    return settings.model_copy(update={"database": DatabaseSettings(url=url)})


def answered_offline(settings: Settings) -> Reply:
    return asyncio.run(handle(QUESTION, bootstrap.offline_services(settings)))


def put_into_service(settings: Settings, *changed: tuple[str, str]) -> None:
    """Serve the folder's files with some texts changed in the procedures, as an office does."""

    async def load() -> None:
        async with bootstrap.office(settings) as office:
            files = read_folder(settings.knowledge.folder)
            for old, new in changed:
                files[PROCEDURES] = files[PROCEDURES].replace(old.encode(), new.encode())
            name = await office.versions.propose(files, Origin("lan", "a.xlsx"), 1)
            await office.accept(name, "lan")

    asyncio.run(load())


def test_offline_services_answer_from_the_knowledge_folder(settings: Settings) -> None:
    assert answered_offline(settings).procedure == BIRTH


def test_offline_services_write_no_question_down(settings: Settings) -> None:
    answered_offline(settings)

    assert not database_file(settings).exists()


def test_offline_services_answer_from_what_an_office_put_into_service(settings: Settings) -> None:
    put_into_service(settings, ("toàn trình,có", "không trực tuyến,không"))

    services = bootstrap.offline_services(settings)

    assert services.snapshot.knowledge.by_code[BIRTH].service_level is ServiceLevel.OFFLINE


def test_offline_services_answer_from_the_folder_while_no_office_put_anything_into_service(settings: Settings) -> None:
    put_into_service(settings, ("toàn trình,có", "không trực tuyến,không"))

    async def take_back() -> None:
        async with bootstrap.office(settings) as office:
            await office.roll_back(1, "lan", 2)

    asyncio.run(take_back())
    procedures = settings.knowledge.folder / PROCEDURES
    procedures.write_text(procedures.read_text(encoding="utf-8").replace("toàn trình", "một phần"), encoding="utf-8")

    services = bootstrap.offline_services(settings)

    assert services.snapshot.knowledge.by_code[BIRTH].service_level is ServiceLevel.PARTIAL


def test_offline_services_answer_from_the_folder_beside_a_database_without_tables(settings: Settings) -> None:
    database_file(settings).parent.mkdir()
    sqlite3.connect(database_file(settings)).close()
    database_file(settings).touch()

    assert answered_offline(settings).procedure == BIRTH


def test_offline_services_answer_from_the_folder_while_the_database_is_out_of_reach(
    settings: Settings, closed_port: int
) -> None:
    away = with_url(settings, f"postgresql://bot:matkhau@127.0.0.1:{closed_port}/hoi")

    assert answered_offline(away).procedure == BIRTH


def test_the_index_is_built_once_and_then_read_from_the_cache(settings: Settings) -> None:
    first: list[str] = []
    second: list[str] = []

    bootstrap.load_snapshot(settings, first.append)
    bootstrap.load_snapshot(settings, second.append)

    assert first == ["Đang tách từ và lập chỉ mục cho 4 thủ tục (chỉ khi dữ liệu đổi) …"]
    assert second == []


def test_a_change_of_the_data_builds_the_index_anew(settings: Settings) -> None:
    bootstrap.load_snapshot(settings)
    procedures = settings.knowledge.folder / "procedures.csv"
    procedures.write_text(procedures.read_text(encoding="utf-8").replace("căn cước", "tạm trú"), encoding="utf-8")
    progress: list[str] = []

    bootstrap.load_snapshot(settings, progress.append)

    assert len(progress) == 1


def test_faulty_data_is_told_with_its_place(settings: Settings) -> None:
    (settings.knowledge.folder / "faq.yaml").unlink()

    with pytest.raises(KnowledgeError, match=r"^faq\.yaml lỗi: không có tệp này$"):
        bootstrap.load_snapshot(settings)


async def test_services_write_questions_into_a_new_database(settings: Settings) -> None:
    async with bootstrap.services(settings) as services:
        await handle(QUESTION, services)

    with sqlite3.connect(database_file(settings)) as connection:
        rows = connection.execute("SELECT channel, text, outcome, procedure FROM asked_question").fetchall()
    connection.close()
    assert rows == [("console", QUESTION.text, "answer", BIRTH)]


async def test_services_open_a_database_again_with_what_is_in_it(settings: Settings) -> None:
    for _ in range(2):
        async with bootstrap.services(settings) as services:
            await handle(QUESTION, services)

    connection = sqlite3.connect(database_file(settings))
    (count,) = connection.execute("SELECT count(*) FROM asked_question").fetchone()
    connection.close()
    assert count == 2


async def test_services_close_the_database_when_the_program_fails(settings: Settings) -> None:
    async def fail() -> None:
        async with bootstrap.services(settings) as services:
            await handle(QUESTION, services)
            raise RuntimeError("hỏng")

    with pytest.raises(RuntimeError, match="hỏng"):
        await fail()

    # SQLite removes its write-ahead log when the last connection is closed.
    assert [file.name for file in database_file(settings).parent.glob("questions.db*")] == ["questions.db"]


async def test_faulty_data_stops_a_first_start_and_once_mended_the_next_one_serves(settings: Settings) -> None:
    faq = settings.knowledge.folder / "faq.yaml"
    content = faq.read_bytes()
    faq.unlink()
    with pytest.raises(KnowledgeError, match=r"^faq\.yaml lỗi: không có tệp này$"):
        await bootstrap.services(settings).__aenter__()

    faq.write_bytes(content)

    async with bootstrap.services(settings) as services:
        assert services.snapshot.activation
        assert services.snapshot.activation.version == 1


async def test_data_that_became_faulty_leaves_the_version_before_in_service_and_is_told(settings: Settings) -> None:
    async with bootstrap.services(settings):
        pass
    (settings.knowledge.folder / "faq.yaml").unlink()
    told: list[str] = []

    async with bootstrap.services(settings, told.append) as services:
        reply = await handle(QUESTION, services)

    assert reply.procedure == BIRTH
    assert told == ["Thư mục knowledge/ có lỗi (xem: knowledge check); bot vẫn dùng phiên bản đang có."]


async def test_a_version_put_into_service_while_services_are_open_is_swapped_in(settings: Settings) -> None:
    async with bootstrap.services(settings) as services:
        await asyncio.to_thread(put_into_service, settings, ("toàn trình,có", "một phần,không"))

        async with asyncio.timeout(60):
            while not (services.snapshot.activation and services.snapshot.activation.version == 2):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

        assert services.snapshot.knowledge.by_code[BIRTH].service_level is ServiceLevel.PARTIAL


async def test_a_database_out_of_reach_is_told_by_its_setting_and_without_its_password(
    settings: Settings, closed_port: int
) -> None:
    away = with_url(settings, f"postgresql://bot:matkhau@127.0.0.1:{closed_port}/hoi")

    with pytest.raises(StorageError, match=r"^HMC_DATABASE__URL: không mở được cơ sở dữ liệu này \(.+\)$") as raised:
        await bootstrap.services(away).__aenter__()

    assert "matkhau" not in str(raised.value)


async def test_a_database_folder_that_cannot_be_made_is_told_by_its_setting(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    nowhere = with_url(settings, f"sqlite:///{tmp_path / 'file' / 'questions.db'}")

    with pytest.raises(StorageError, match=r"^HMC_DATABASE__URL: không mở được cơ sở dữ liệu này \(.+\)$"):
        await bootstrap.services(nowhere).__aenter__()


async def test_a_file_that_is_no_database_is_told_by_its_setting(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Kính gửi anh/chị, đây không phải cơ sở dữ liệu.\n" * 50, encoding="utf-8")

    with pytest.raises(
        StorageError, match=r"^HMC_DATABASE__URL: .*\(tệp bị hỏng, hoặc không phải cơ sở dữ liệu SQLite\)$"
    ):
        await bootstrap.services(with_url(settings, f"sqlite:///{tmp_path / 'letter.txt'}")).__aenter__()
