"""Every sentence that officials read in chats about their desk, its links, posters and figures."""

LINK_FIRST = (
    "Lệnh này dành cho cán bộ. Anh/chị là cán bộ thì nối tài khoản trước: nhờ người quản lý máy chủ cấp mã, "
    "rồi gửi vào đây: /lienket MÃ"
)

SIT_FIRST = "Anh/chị chưa chọn quầy."
SITS = "Anh/chị đang ở {desk}, số {number}."
SITS_HOW = "Đường dẫn (/chiase) và tờ in (/in) anh/chị lấy ở đây mang số quầy này. Đổi quầy: /quay và số quầy mới."
NO_SUCH_DESK = "Không có quầy số “{number}”."
DESK_CLOSED = "{desk}, số {number}, đã đóng."
WHICH_DESK = "Anh/chị ngồi quầy nào?"
DESK = "{desk} (số {number})"
MORE_DESKS = "Còn {count} quầy khác: anh/chị gửi /quay và số quầy, ví dụ /quay 4072."
NO_DESKS = "Chưa có quầy nào đang mở. Anh/chị đăng ký quầy ở trang quản trị (/admin/desks)."

TODAY = "Hôm nay tại {desk}:"
NOBODY_YET = "Hôm nay chưa ai đến qua mã của quầy. Lấy đường dẫn: /chiase; lấy tờ in: /in."

SHARE = "Đường dẫn chung của {desk}, hỏi được mọi thủ tục:"
SHARE_PAGE = "Trang hỏi đáp"
SHARE_DESK = "Đường dẫn chung của quầy"
NOWHERE = "Bot chưa có địa chỉ công khai nào. Anh/chị nhờ người quản lý máy chủ đặt HMC_WEB__PUBLIC_URL."

POSTER = "Tờ A5 để in, màu hay đen trắng đều được: {title}."
POSTER_GENERAL = "hỏi mọi thủ tục"
POSTER_OTHER = "Lấy tờ chung, hỏi mọi thủ tục"
POSTER_WITHOUT_DESK = "Tờ này chưa gắn quầy nên không đếm cho quầy. Chọn quầy: /quay và số quầy."
POSTER_ELSEWHERE = "Ở đây tôi chưa gửi được tệp. Anh/chị lấy tờ in ở Bàn tiếp dân."
STAFF_ROOM = "Bàn tiếp dân"
NO_SITE = (
    "Mã QR cần địa chỉ công khai của trang, mà máy chủ chưa đặt. "
    "Anh/chị nhờ người quản lý máy chủ đặt HMC_WEB__PUBLIC_URL, ví dụ https://hoi.kontum.vn"
)
