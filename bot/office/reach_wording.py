"""What officials read about reach, on the page, in the Excel file and in the terminal: names, and what they count."""

NO_DATE = "Anh/chị chọn đủ ngày đầu và ngày cuối."
WRONG_ORDER = "Ngày đầu phải trước ngày cuối. Anh/chị chọn lại."
TOO_LONG = "Mỗi lần xem được nhiều nhất một năm. Anh/chị chọn khoảng ngắn hơn."

SCANS = "Lượt mở đường dẫn"
CONVERSATIONS = "Cuộc trò chuyện"
QUESTIONS = "Câu hỏi được trả lời"
TOLD = "Người biết thêm cách nộp"
TAPS = "Lượt mở trang chính thức"
FIGURES = (SCANS, CONVERSATIONS, QUESTIONS, TOLD, TAPS)
FIGURES_OF_PROCEDURE = (SCANS, QUESTIONS, TOLD, TAPS)

REACH = "Kết quả tuyên truyền"
TOTALS, WEEK, DESK, COMMUNE, PROCEDURE = "Cả kỳ", "Tuần", "Quầy", "Xã, phường", "Thủ tục"
NUMBER, CODE = "Số quầy", "Mã thủ tục"
BY_WEEK, BY_DESK, BY_COMMUNE, BY_PROCEDURE = "Theo tuần", "Theo quầy", "Theo xã, phường", "Theo thủ tục"
HOW_COUNTED = "Cách đếm"
BY_ITSELF = "Tự tìm đến, không qua quầy"
CLOSED = "đã đóng"
UNKNOWN_DESK = "Quầy {number}, không còn trong danh sách"
WHOLE_PROVINCE = "Quầy phục vụ toàn tỉnh"
NO_TITLE = "Thủ tục không còn trong dữ liệu"

DEFINITIONS = {
    SCANS: (
        "Số lần người dân mở đường dẫn hoặc quét mã QR của quầy. Một người mở cùng một đường dẫn nhiều lần trong ngày "
        "thì đếm một. Không đếm máy đọc trước đường dẫn (Facebook, Zalo, Telegram, máy tìm kiếm)."
    ),
    CONVERSATIONS: (
        "Số lần một người bắt đầu hỏi: câu đầu tiên, hoặc câu đầu tiên sau hơn 30 phút im lặng. Không đếm lời chào, "
        "lúc vừa mở đường dẫn, việc của cán bộ."
    ),
    QUESTIONS: (
        "Số câu hỏi, gõ hay bấm chọn, mà bot trả lời về một thủ tục hoặc về dịch vụ. Không đếm lúc bot hỏi lại, không "
        "tìm thấy, hoặc vừa mở đường dẫn."
    ),
    TOLD: (
        "Số người đọc được rằng một thủ tục nộp được qua mạng hoặc qua bưu điện: trong câu trả lời, hoặc trên trang "
        "thủ tục mở từ đường dẫn của quầy. Mỗi tuần (thứ Hai đến Chủ nhật) đếm mỗi người một lần; tuần khác hỏi lại "
        "thì đếm lại. Người được tính cho quầy lúc đọc lần đầu trong tuần."
    ),
    f"{TOLD}, theo thủ tục": (
        "Mỗi tuần đếm mỗi người một lần ở mỗi thủ tục. Người hỏi hai thủ tục có mặt ở cả hai dòng, nên cộng các dòng "
        "lại có thể nhiều hơn số của cả kỳ."
    ),
    TAPS: (
        "Số lần bấm sang trang chính thức của thủ tục, từ câu trả lời trên web, trên Telegram, hoặc từ trang của thủ "
        "tục. Không đếm được trên Zalo, nơi địa chỉ viết nguyên ra, và khi địa chỉ được chép đi."
    ),
    "Tính cho quầy nào": (
        "Quầy đưa người ấy đến gần nhất, kể cả khi những ngày sau hỏi tiếp. Quầy đã đóng vẫn được tính, vì tờ đã in "
        "còn dùng. Đường dẫn của quầy mà người dân gửi cho nhau cũng tính cho quầy."
    ),
    "Điều số liệu không biết": (
        "Bot chỉ giữ số đếm theo ngày, quầy, thủ tục; không giữ ai đã làm gì. Một người dùng hai máy hoặc hai kênh "
        "được đếm hai lần. Người xóa dữ liệu của mình, hoặc dùng trình duyệt không nhận cookie, được đếm lại từ đầu. "
        "Bot không biết sau đó người ấy có nộp qua mạng hay bưu điện không."
    ),
    "Câu hỏi không có người": (
        "Câu gõ ở trang Tìm thủ tục đứng riêng, không thuộc cuộc trò chuyện nào, nên chỉ đếm là câu hỏi."
    ),
    "Ngày, tuần": "Theo giờ Việt Nam.",
}
"""Each figure's name, and what exactly it counts; then what none of them can know."""
