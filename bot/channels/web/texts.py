"""Vietnamese words of the pages around the conversation; the conversation's own are in `bot.answers.wording`."""

TITLE = "Hỏi Một Cửa"
TAGLINE = (
    "Hỏi thủ tục hành chính ở Kon Tum (nay thuộc Quảng Ngãi): có làm qua mạng, gửi bưu điện được không, nộp ở đâu."
)
PLACEHOLDER = "Ví dụ: đăng ký khai sinh nộp ở đâu"
ASK_LABEL = "Câu hỏi của anh/chị"
SEND = "Gửi"
WAITING = "Đang tìm …"
OFFLINE = "Chưa gửi được. Anh/chị kiểm tra mạng rồi bấm Gửi lại."
EXAMPLES = ("Làm giấy khai sinh cho con", "Sang tên sổ đỏ nộp ở đâu", "Đăng ký kết hôn qua mạng được không")
ASK_MORE = "Hỏi thủ tục khác"
CODE = "Mã thủ tục"
FOOTER = "Câu trả lời để tham khảo, không phải văn bản chính thức. Tổng đài 18001096."
NOT_FOUND = "Không có trang này."
NO_SUCH_PROCEDURE = "Không có thủ tục mã {code} trong dữ liệu."
NOT_FOUND_HOW = "Anh/chị xem lại mã, hoặc hỏi bằng lời ở trang chính."
ERROR = "Trang đang gặp trục trặc. Anh/chị thử lại sau ít phút."
BODY_TOO_LARGE = "Nội dung gửi lên lớn quá."
BAD_REQUEST = 'Cần một đối tượng JSON có "text" (câu hỏi) hoặc "choice" (lựa chọn), đều là chữ.'
