"""Words of the page about personal data, the short of `docs/du-lieu-ca-nhan.md`; `{days}` is how long it is kept."""

TITLE = "Dữ liệu cá nhân của anh/chị"
LEAD = (
    "Hỏi Một Cửa là máy trả lời tự động. Anh/chị hỏi được mà không cần cho biết tên, số giấy tờ hay số điện thoại; "
    "đừng nhắn những thứ ấy."
)
KEPT = "Tôi giữ gì, bao lâu"
KEPT_ROWS = {
    "Câu hỏi": (
        "Giữ {days} ngày để sửa câu trả lời. Trước khi lưu, máy bỏ tên, số giấy tờ, số điện thoại, thư điện tử, "
        "biển số, mã hồ sơ, số nhà. Không ghi ai hỏi."
    ),
    "Cuộc trò chuyện": "Đang nói về thủ tục nào, để hiểu câu hỏi tiếp. Quên sau 30 phút anh/chị không nhắn.",
    "Xã, phường anh/chị chọn": (
        "Giữ đến khi anh/chị không nhắn trong {days} ngày, dưới một mã mà không có khóa thì không suy ra được "
        "anh/chị là ai. Cùng chỗ ấy có vài ghi nhớ nhỏ, như hôm nay đã gợi ý gì."
    ),
    "Ý kiến 👍 👎": "Giữ {days} ngày. Không ghi của ai.",
    "Yêu cầu “báo cho tôi khi có”": (
        "Muốn nhắn lại thì phải giữ mã cuộc trò chuyện trên Zalo hay Telegram. Báo xong là xóa; nhiều nhất một năm."
    ),
    "Tin nhắn trên Zalo, Telegram": "Chỉ giữ đến khi trả lời xong, để máy hỏng giữa chừng thì không mất tin.",
    "Trên trang này": (
        "Trình duyệt giữ một số ngẫu nhiên (cookie) để nhớ cuộc trò chuyện. Không có quảng cáo, không theo dõi."
    ),
}
ERASE_HOW = "Xóa thế nào"
ERASE_LINES = """\
Hỏi ở kênh nào, anh/chị nhắn ở kênh đó: xóa dữ liệu của tôi. Cuộc trò chuyện, xã phường, yêu cầu báo tin được xóa ngay.
Câu hỏi đã lưu không ghi là của ai nên không tìm riêng ra được; chúng tự hết sau {days} ngày.
Tin nhắn còn trên máy anh/chị, trên Zalo, trên Telegram thì anh/chị xóa ở đó.
Bấm nút dưới đây để xóa dữ liệu của anh/chị trên trang này.""".splitlines()
WHO = "Ai xem được"
WHO_LINES = """\
Chỉ cán bộ được giao của cơ quan mở trang này. Họ xem được câu hỏi đã bỏ thông tin cá nhân, không xem được ai hỏi.
Chương trình không gửi dữ liệu này cho bên nào khác.
Nhắn qua Zalo, Telegram thì tin đi qua máy chủ của họ, theo quy định của họ.
""".splitlines()
LAW = "Theo luật nào"
LAW_LINES = """\
Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15. Anh/chị có quyền được biết và quyền yêu cầu xóa.
Việc khác về dữ liệu cá nhân, anh/chị hỏi cơ quan mở trang này.""".splitlines()
