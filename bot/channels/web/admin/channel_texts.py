"""Vietnamese words of the admin room about switching channels off."""

CHANNELS = "Kênh"
ABOUT = "Tạm ngừng trả lời trên một kênh, mở lại."
LEAD = (
    "Khi bot trả lời sai hoặc bị quấy phá trên một kênh, anh/chị tạm ngừng kênh ấy. Vài giây sau, bot thôi trả lời "
    "ở đó, chỉ báo cho người hỏi biết và chỉ chỗ hỏi khác. Các kênh còn lại vẫn trả lời bình thường."
)
WEB_STAYS = (
    "Tạm ngừng trang web thì trang của từng thủ tục, phòng quản trị và Bàn tiếp dân vẫn mở. "
    "“Xóa dữ liệu của tôi” lúc nào cũng làm được, trên mọi kênh."
)
ON = "Đang trả lời"
DEAF = "Đang chạy, nhưng không nhận được tin"
DEAF_HOW = "Vì sao và nên làm gì, xem mục Tình trạng."
NOT_SET_UP = "Chưa cài đặt"
NOT_SET_UP_HOW = "Muốn bot trả lời ở đây, nhờ người quản lý máy chủ đặt {setting} rồi chạy lại bot."
NOT_HERE = "Không chạy trên máy này"
NOT_HERE_HOW = "Máy này chỉ chạy một số kênh (--only). Kênh này có thể đang chạy trên máy khác."
OFF = "Tạm ngừng từ {since:%H:%M %d/%m/%Y}"
BY = "Người tạm ngừng: {by}. Lý do: {reason}"
REASON = "Lý do tạm ngừng"
TURN_OFF, TURN_ON = "Tạm ngừng", "Mở lại"
OF = " – {channel}"
ONE_PROCESS = (
    "Tạm ngừng hay mở lại thì có tác dụng trên mọi máy. Kênh có đang chạy không thì đây là tình trạng của máy vừa "
    "trả lời trang này."
)
DONE = {
    "off": "Đã tạm ngừng {channel}. Trong vài giây, bot thôi trả lời ở đó.",
    "on": "Đã mở lại {channel}.",
}
