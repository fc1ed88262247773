"""How the bot presents itself in Telegram: its menu of commands and its descriptions."""

import structlog
from telegram import Bot, BotCommand
from telegram.error import TelegramError

COMMANDS = (
    BotCommand("start", "Bắt đầu"),
    BotCommand("thutuc", "Xem danh mục thủ tục"),
    BotCommand("noinop", "Nộp ở đâu"),
    BotCommand("chiase", "Lấy đường dẫn để gửi người khác"),
    BotCommand("theodoi", "Báo tôi khi nộp được qua mạng hay bưu điện"),
    BotCommand("tro_giup", "Cách hỏi"),
    BotCommand("xoa_du_lieu", "Xóa cuộc trò chuyện và nơi ở đã chọn"),
)
DESCRIPTION = (
    "Hỏi thủ tục hành chính bằng lời của mình, ví dụ: làm giấy khai sinh nộp ở đâu. "
    "Tôi cho biết có làm qua mạng được không, có gửi bưu điện được không, và nộp ở đâu. "
    "Anh/chị đừng nhắn số căn cước cho tôi."
)
SHORT_DESCRIPTION = "Hỏi thủ tục hành chính: làm qua mạng được không, gửi bưu điện được không, nộp ở đâu."
log = structlog.get_logger()


async def present(bot: Bot) -> None:
    """Set commands and descriptions where they are not so already, which Telegram allows only so often.

    The bot answers without them as well: what Telegram refuses is logged, and set at the next start.
    """
    try:
        await bot.set_my_commands(COMMANDS)
        if (await bot.get_my_description()).description != DESCRIPTION:
            await bot.set_my_description(DESCRIPTION)
        if (await bot.get_my_short_description()).short_description != SHORT_DESCRIPTION:
            await bot.set_my_short_description(SHORT_DESCRIPTION)
    except TelegramError as error:
        log.warning("telegram_not_presented", kind=type(error).__name__)
