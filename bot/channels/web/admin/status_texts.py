"""Vietnamese words of the admin room about how the service is; what each fault means is in `fault_texts`."""

STATUS = "Tình trạng"
ABOUT = "Bot có đang chạy tốt không, gần đây gặp lỗi gì."
LEAD = "Trang này cho biết tình trạng lúc mở trang. Tải lại trang để xem lúc này."
WELL = "Mọi thứ đang chạy tốt."
NOT_WELL = "Có chỗ chưa ổn"
NOW = "Lúc này"
PART, STATE = "Phần", "Tình trạng"

KNOWLEDGE = "Dữ liệu"
KNOWLEDGE_STATE = "Phiên bản {version}, {count} thủ tục, đưa vào sử dụng {age} trước"
FOLDER_STATE = "{count} thủ tục, đọc từ thư mục"
LAGS = "Máy này chưa chuyển sang phiên bản mới, đã {age}. Xem lỗi “Không chuyển được sang dữ liệu mới” ở dưới."
DATABASE = "Cơ sở dữ liệu"
ANSWERS = "Trả lời bình thường"
SILENT = "Không trả lời. Câu hỏi vẫn được trả lời nhưng không ghi lại được; nhờ người quản lý máy chủ xem ngay."
WEB = "Trang web"
WEB_STATE = "Đang trả lời"
OFF = "Đang tạm ngừng; ai tạm ngừng và vì sao, xem mục Kênh."
HEARS = "Đang nhận tin"
HEARD = "Đang nhận tin, lần hỏi tin gần nhất {age} trước"
DEAF = "Không nhận được tin. Xem lỗi của kênh này ở dưới."
QUEUE = "{count} tin đang chờ, tin lâu nhất {age}"
NO_QUEUE = "Không có tin nào chờ"
ONE_PROCESS = "Nếu bot chạy trên nhiều máy, đây là tình trạng của máy vừa trả lời trang này; lỗi thì tính chung."

FAULTS = "Lỗi trong 7 ngày"
NONE = "7 ngày qua không có lỗi nào."
UNKNOWN = "Chưa đọc được lỗi, vì cơ sở dữ liệu không trả lời."
WHAT, TODAY, WEEK, LAST = "Chuyện gì, nên làm gì", "Hôm nay", "7 ngày", "Lần cuối"
COUNTED = "Chỉ đếm số lần, không ghi ai hỏi gì. Số đếm được giữ 30 ngày; lỗi vừa xảy ra thì vài giây sau mới hiện."


def age(seconds: float) -> str:
    """Say so long a time in the unit that says it best, rounded down."""
    whole = int(seconds)
    for size, unit in ((24 * 3600, "ngày"), (3600, "giờ"), (60, "phút")):
        if whole >= 2 * size:
            return f"{whole // size} {unit}"
    return f"{whole} giây"
