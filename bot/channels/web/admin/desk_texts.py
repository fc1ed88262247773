"""Vietnamese words of the admin room about desks."""

DESKS = "Quầy"
ABOUT = "Đăng ký quầy, in mã QR, đóng quầy."
LEAD = (
    "Mỗi quầy có một số. Đường dẫn, mã QR và tờ in của quầy mang số ấy, nên đếm được bao nhiêu người đến qua quầy mà "
    "không cần biết họ là ai."
)
REGISTER = "Đăng ký quầy mới"
NAME = "Tên quầy"
NAME_HINT = "Như biển ở quầy, ví dụ: Quầy 5."
OFFICE = "Cơ quan"
OFFICE_HINT = "Ví dụ: Trung tâm Phục vụ hành chính công xã Kon Braih."
COMMUNE, SERVES = "Xã, phường quầy phục vụ", "Phục vụ"
WHOLE_PROVINCE = "Toàn tỉnh"
ADD = "Đăng ký"
LIST = "Các quầy"
NONE = "Chưa có quầy nào."
NUMBER, STATE, ACTIONS = "Số", "Tình trạng", "Việc làm được"
OPEN, CLOSED = "đang dùng", "đóng từ {at:%d/%m/%Y}"
POSTERS, FIGURES, CLOSE, REOPEN = "In mã QR", "Số liệu", "Đóng", "Mở lại"
OF = " – {desk}"
CLOSING = "Đóng quầy thì quầy không phát mã mới. Mã đã in vẫn dùng được và vẫn được đếm; mở lại lúc nào cũng được."
DONE = {
    "registered": "Đã đăng ký {desk}: quầy số {number}.",
    "closed": "Đã đóng {desk}. Mã đã in vẫn dùng được và vẫn được đếm.",
    "reopened": "Đã mở lại {desk}.",
}
