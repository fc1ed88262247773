"""Vietnamese words of the staff room."""

TITLE = "Hỏi Một Cửa"
BRAND_ROOM = "Bàn tiếp dân"
ROOMS_LABEL = "Các mục của bàn tiếp dân"
FIND = "Tìm"
PRINT = "In mã QR"
MY_DESK = "Quầy của tôi"
ADMIN_ROOM = "Quản trị"

# Searching.
HOME = "Bàn tiếp dân"
ASK_LABEL = "Người dân cần làm gì?"
ASK_PLACEHOLDER = "Ví dụ: làm giấy khai sinh, hoặc mã 1.001193"
ASK = "Tìm"
ASK_HINT = "Câu gõ ở đây không được lưu, không tính vào số liệu."
FOUND = "{count} thủ tục, sát nhất ở trên"
FOUND_ONE = "1 thủ tục"
NOT_FOUND = "Chưa tìm được thủ tục nào khớp. Anh/chị thử từ khác, hoặc gõ mã, ví dụ 1.001193."
CODE = "Mã {code}"
LINK_OF = "Đường dẫn: {title}"
COPY = "Chép đường dẫn"
COPIED = "Đã chép"
NOT_COPIED = "Chưa chép được. Anh/chị bôi đen đường dẫn rồi chép."
PRINT_A5 = "In tờ A5"
OTHER_SIZE = "In khổ khác"
QR = "Hiện mã QR"
OF = ": {title}"
DESK_LINK = "Đường dẫn chung, hỏi được mọi thủ tục"
FORMER_DESK_CLOSED = "Quầy anh/chị chọn trước đây đã đóng. Anh/chị chọn quầy khác."

# Whose desk.
AT_DESK = "{name} · số {number}"
NUMBER = "số {number}"
CHANGE = "Đổi quầy"
CHOOSE = "Chọn quầy"
NO_DESK = (
    "Anh/chị chưa chọn quầy. Mọi việc vẫn làm được, nhưng đường dẫn và mã QR không mang số quầy, "
    "nên lượt mở không tính cho quầy nào."
)
DESK_LEAD = "Chọn một lần, tài khoản nhớ. Đường dẫn, mã QR và tờ in của anh/chị sẽ mang số quầy này."
DESK_LABEL = "Quầy anh/chị đang ngồi"
NO_DESK_OPTION = "Không ngồi quầy nào"
SIT = "Dùng quầy này"
FIND_NOW = "Tìm thủ tục"
NO_DESKS = "Chưa có quầy nào được đăng ký."
REGISTER = "Đăng ký quầy"
DONE = {"sat": "Anh/chị đang ở {desk}, số {number}.", "left": "Anh/chị không ngồi quầy nào."}
DESK_GONE = "Không có quầy số “{number}”, hoặc quầy đã đóng. Anh/chị chọn quầy khác trong danh sách."

# Today.
TODAY = "Hôm nay tại {desk}"
NOBODY_YET = "Hôm nay chưa ai đến qua mã của quầy. Số liệu tự tăng khi có người quét mã hoặc mở đường dẫn."

# Where links lead.
UNREACHABLE = (
    "Máy chủ chưa đặt địa chỉ công khai, nên đường dẫn và mã QR dẫn tới {site}: chỉ mở được ở máy nào tới được "
    "địa chỉ ấy. Trước khi in, anh/chị nhờ người quản lý máy chủ đặt HMC_WEB__PUBLIC_URL."
)

# A code on the screen.
QR_HEADING = "Mời anh/chị quét mã"
QR_HOW = "Mở máy ảnh điện thoại hoặc Zalo, hướng vào mã."
QR_TYPE = "Hoặc gõ vào trình duyệt:"
QR_ANY = "Hỏi mọi thủ tục"
QR_LABEL = "Mã QR dẫn tới {shown}"
BACK = "Quay lại"
NO_SUCH_PROCEDURE = "Không có thủ tục mã {code}."

# Printing.
PRINT_LEAD = "Áp phích, tờ A5, biển để bàn, danh thiếp: có mã QR, lời ngắn và địa chỉ để gõ. In đen trắng vẫn đọc được."
WHAT = "In gì?"
WHATS = {
    "general": "Tờ chung: hỏi được mọi thủ tục",
    "one": "Một thủ tục",
    "most_asked": "{count} thủ tục được hỏi nhiều nhất",
    "list": "Danh sách mã thủ tục",
}
MOST_ASKED_HINT = (
    "Trong 30 ngày qua: trước hết là điều người dân đến qua các quầy của cơ quan anh/chị hỏi, rồi điều mọi người hỏi; "
    "chưa đủ thì thêm những thủ tục thông dụng."
)
CODE_LABEL = "Mã thủ tục"
CODE_HINT = "Ví dụ 1.001193. Chưa nhớ mã, anh/chị tìm bằng lời ở mục Tìm."
CODES_LABEL = "Danh sách mã, nhiều nhất {most} mã"
CODES_HINT = "Dán từ Excel hay văn bản đều được: mỗi dòng một mã, hoặc cách nhau bằng dấu phẩy."
SIZE = "Khổ nào?"
SIZES = {
    "a4": ("Áp phích A4", "dán tường, bảng tin"),
    "a5": ("Tờ A5", "phát tay, kẹp hồ sơ"),
    "tent": ("Biển để bàn", "tờ A4, gấp đôi đặt trên quầy"),
    "cards": ("Danh thiếp", "tờ A4, cắt thành mười tấm"),
}
FORMAT = "Tệp gì?"
FORMATS = {
    "pdf": ("PDF", "để in"),
    "png": ("Ảnh PNG", "gửi Zalo, đăng trang web; nhiều ảnh thì gói trong tệp ZIP"),
}
FOR_DESK = "Tính cho quầy"
NOT_FOR_DESK = "Không tính cho quầy nào"
MAKE = "Tạo tệp"
MAKING = "Đang tạo {done}/{total} …"
MADE = "Xong. Tệp đang được tải về. Chưa thấy thì anh/chị bấm:"
GET = "Tải tệp"
FAILED = "Chưa tạo được tệp. Anh/chị thử lại; vẫn chưa được thì báo người quản lý máy chủ."
INTERRUPTED = "Mất kết nối nên chưa tạo xong tệp. Anh/chị thử lại."
ERROR_PREFIX = "Lỗi: "
ERROR_HEADING = "Chưa in được"
NO_CODE = "Chưa có mã thủ tục nào. Anh/chị ghi mã, ví dụ 1.001193."
UNKNOWN_CODES = "Không có trong dữ liệu: {codes}. Những gì anh/chị đã dán vẫn còn ở dưới; anh/chị sửa rồi bấm lại."
MORE_CODES = "{codes} và {count} mã khác"
LEAVE_OUT = "Bỏ các mã ấy, in {count} mã còn lại"
TOO_MANY = "Danh sách có {count} mã; mỗi lần in được nhiều nhất {most} mã. Anh/chị bớt đi hoặc chia làm nhiều lần."
GONE_FILE = "Tệp này không còn; tệp chỉ được giữ hai ngày. Anh/chị tạo lại."
