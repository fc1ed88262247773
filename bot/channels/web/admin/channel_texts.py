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
OFF = "Tạm ngừng từ {since:%H:%M %d/%m/%Y}"
BY = "Người tạm ngừng: {by}. Lý do: {reason}"
REASON = "Lý do tạm ngừng"
TURN_OFF, TURN_ON = "Tạm ngừng", "Mở lại"
OF = " – {channel}"
DONE = {
    "off": "Đã tạm ngừng {channel}. Trong vài giây, bot thôi trả lời ở đó.",
    "on": "Đã mở lại {channel}.",
}
