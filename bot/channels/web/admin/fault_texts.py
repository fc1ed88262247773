"""What each fault that is logged means to an official, and what to do about it; kinds are names of the code."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_PASSES = "Thường tự hết. Còn lặp lại nhiều thì nhờ người quản lý máy chủ xem nhật ký."
_LOG = "Nhờ người quản lý máy chủ xem nhật ký; gửi kèm dòng này cho người phát triển."
_DATABASE = "Nhờ người quản lý máy chủ xem cơ sở dữ liệu: còn chạy không, đĩa có đầy không."
_NETWORK = "Nhờ người quản lý máy chủ xem đường mạng ra ngoài. Tin đã nhận vẫn được giữ và trả lời sau."
_TOKEN = "Kênh ngừng trả lời cho đến khi sửa. Nhờ người quản lý máy chủ xem lại {setting}."  # noqa: S105
_MANY = "Nhiều thì nhờ người quản lý máy chủ xem ai gửi."
_ZALO_APP = "Nhờ người quản lý máy chủ cấp quyền lại cho ứng dụng Zalo (tài liệu docs/zalo.md)."


@dataclass(frozen=True, slots=True)
class Words:
    """What happened and what to do."""

    what: str
    to_do: str


KNOWN: Mapping[str, Words] = MappingProxyType(
    {
        # Answering
        "turn_failed": Words("Một câu hỏi gặp trục trặc, người hỏi được mời hỏi lại", _LOG),
        "journal_failed": Words("Trả lời được nhưng không ghi lại được câu hỏi", _DATABASE),
        "dialogue_failed": Words("Không đọc được cuộc trò chuyện, trả lời như câu hỏi đầu", _DATABASE),
        "delivery_failed": Words("Một tin chưa trả lời được, bot sẽ thử lại", _PASSES),
        "delivery_given_up": Words("Một tin không trả lời được sau 5 lần thử, bot thôi", _LOG),
        "inbox_unreachable": Words("Không đọc hay ghi được hộp tin đến", _DATABASE),
        "file_not_fetched": Words("Không tải được tệp cán bộ gửi vào trò chuyện", "Cán bộ gửi lại tệp."),
        "news_failed": Words("Không báo được tin mới trước câu trả lời", _PASSES),
        "nudge_failed": Words("Không thêm được lời nhắc dưới câu trả lời", _PASSES),
        "telling_failed": Words("Không gửi được tin “báo cho tôi khi có”, bot sẽ thử lại", _PASSES),
        # Counting
        "arrival_failed": Words("Không đếm được một người đến qua quầy", _DATABASE),
        "visit_failed": Words("Không đếm được một lượt mở đường dẫn của quầy", _DATABASE),
        "tap_failed": Words("Không đếm được một lượt mở trang chính thức", _DATABASE),
        "reach_failed": Words("Không đếm được kết quả tuyên truyền của một câu hỏi", _DATABASE),
        "desk_unknown": Words("Không đọc được danh sách quầy", _DATABASE),
        "printing_failed": Words("Không làm được tờ in", "Thử in lại. " + _LOG),
        # Knowledge
        "knowledge_unreadable": Words(
            "Không chuyển được sang dữ liệu mới vì không đọc được",
            "Vào mục Lịch sử, quay về phiên bản trước; rồi báo người quản lý máy chủ.",
        ),
        "knowledge_follow_failed": Words("Không chuyển được sang dữ liệu mới, bot thử lại mỗi giây", _DATABASE),
        "index_damaged": Words("Chỉ mục tìm kiếm bị hỏng, bot tự làm lại", _PASSES),
        "index_not_kept": Words(
            "Không lưu được chỉ mục tìm kiếm", "Nhờ người quản lý máy chủ xem đĩa có đầy không, có ghi được không."
        ),
        # Keeping
        "clock_leapt": Words(
            "Đồng hồ máy chủ nhảy xa quá một ngày nên hôm nay bot chưa xóa dữ liệu cũ",
            "Nhờ người quản lý máy chủ xem ngày giờ của máy. Bot vừa nghỉ mấy hôm thì không sao, mai bot xóa.",
        ),
        "database_not_rewritten": Words("Chưa ghi lại được tệp cơ sở dữ liệu sau khi xóa, bot sẽ thử lại", _DATABASE),
        "erasure_failed": Words("Một người nhờ xóa dữ liệu mà bot chưa xóa được, đã mời nhắn lại", _DATABASE),
        "forget_failed": Words("Không xóa được dữ liệu đã hết hạn lưu, ngày mai bot thử lại", _DATABASE),
        "allowances_unreachable": Words("Không đếm chung được ai hỏi quá nhanh, mỗi máy tự đếm", _DATABASE),
        "switches_unreachable": Words("Không xem được kênh nào đang tạm ngừng, giữ như cũ", _DATABASE),
        "channel_switched": Words("Có người tạm ngừng hoặc mở lại một kênh", "Không phải lỗi. Xem mục Nhật ký."),
        "duty_lost": Words("Một máy mất liên lạc với cơ sở dữ liệu, máy khác làm thay", _DATABASE),
        "faults_not_written": Words("Không ghi được số đếm lỗi, bot thử lại", _DATABASE),
        # Telegram
        "telegram_unreachable": Words("Không nối được tới Telegram", _NETWORK),
        "telegram_conflict": Words(
            "Có chương trình khác dùng cùng mã bot Telegram",
            "Nhờ người quản lý máy chủ tắt chương trình kia, hoặc xin mã mới ở @BotFather.",
        ),
        "telegram_token_rejected": Words("Telegram không nhận mã bot", _TOKEN.format(setting="HMC_TELEGRAM__TOKEN")),
        "telegram_webhook_failing": Words(
            "Telegram không gửi tin tới được", "Nhờ người quản lý máy chủ xem tên miền, chứng chỉ và tường lửa."
        ),
        "telegram_not_kept": Words("Không lưu được tin Telegram, Telegram sẽ gửi lại", _DATABASE),
        "telegram_unreadable": Words("Một tin Telegram không đọc được nên bỏ qua", _PASSES),
        "telegram_failed": Words("Telegram không nhận câu trả lời", _LOG),
        "telegram_not_sent": Words("Chưa gửi được câu trả lời trên Telegram, bot sẽ gửi lại", _NETWORK),
        "telegram_perhaps_not_sent": Words("Không rõ một câu trả lời trên Telegram đã tới chưa", _PASSES),
        "telegram_not_presented": Words("Chưa đặt được lời giới thiệu và lệnh của bot Telegram", _PASSES),
        # Zalo Bot
        "zalo_bot_unreachable": Words("Không nối được tới Zalo Bot", _NETWORK),
        "zalo_bot_token_refused": Words("Zalo Bot không nhận mã", _TOKEN.format(setting="HMC_ZALO_BOT__TOKEN")),
        "zalo_bot_not_kept": Words("Không lưu được tin Zalo Bot", _DATABASE),
        "zalo_bot_answer_given_up": Words("Zalo Bot không nhận câu trả lời", _LOG),
        "zalo_bot_not_sent": Words("Chưa gửi được câu trả lời trên Zalo Bot, bot sẽ gửi lại", _NETWORK),
        "zalo_bot_perhaps_not_sent": Words("Không rõ một câu trả lời trên Zalo Bot đã tới chưa", _PASSES),
        "zalo_bot_webhook_was_another": Words(
            "Địa chỉ nhận tin của Zalo Bot bị đổi, bot đã đặt lại",
            "Còn lặp lại thì có chương trình khác dùng cùng mã; nhờ người quản lý máy chủ xem.",
        ),
        "zalo_bot_webhook_unverified": Words(
            "Zalo chưa gửi thử được tới địa chỉ nhận tin", "Nhờ người quản lý máy chủ xem tên miền và chứng chỉ."
        ),
        # Zalo OA
        "zalo_oa_not_ready": Words("Zalo OA chưa trả lời được", _ZALO_APP),
        "zalo_oa_reconnect": Words("Zalo OA đã ngắt quyền của ứng dụng", _ZALO_APP),
        "zalo_oa_not_renewed": Words("Chưa gia hạn được quyền gửi tin Zalo OA, bot sẽ thử lại", _NETWORK),
        "zalo_oa_renewal_was_broken_off": Words("Lần gia hạn quyền Zalo OA trước bị ngắt giữa chừng", _PASSES),
        "zalo_oa_tokens_out_of_reach": Words("Không đọc được quyền gửi tin Zalo OA", _DATABASE),
        "zalo_oa_refused": Words("Zalo OA từ chối một lần gọi", _LOG),
        "zalo_oa_not_sent": Words("Một câu trả lời trên Zalo OA không gửi được", _PASSES),
        "zalo_oa_buttons_refused": Words(
            "Zalo OA không nhận nút bấm, bot gửi chữ thay", "Gặp luôn thì đặt HMC_ZALO_OA__BUTTONS=false."
        ),
        "zalo_oa_not_kept": Words("Không lưu được tin Zalo OA, Zalo sẽ gửi lại", _DATABASE),
        "zalo_oa_event_without_name": Words("Zalo OA gửi tin không rõ loại nên bỏ qua", _PASSES),
        "zalo_oa_replayed": Words("Có ai gửi lại một tin Zalo OA đã cũ, bot không nhận", _MANY),
        # Guarding
        "wrong_secret": Words("Có ai gửi tin giả tới địa chỉ nhận tin, bot không nhận", _MANY),
        # Libraries
        "uvicorn.error": Words("Máy chủ web gặp trục trặc", _LOG),
        "asyncio": Words("Một việc chạy ngầm gặp trục trặc", _LOG),
    }
)


def words_of(event: str) -> Words:
    """Return what an event means; one that nobody wrote words for is told by its name."""
    return KNOWN.get(event, Words(event, _LOG))
