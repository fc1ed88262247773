"""Vietnamese words of the admin room."""

TITLE = "Quản trị Hỏi Một Cửa"
BRAND = "Hỏi Một Cửa"
BRAND_ROOM = "Quản trị"
SKIP = "Đến nội dung chính"
ROOMS_LABEL = "Các mục quản trị"
HOME = "Trang đầu"
STAFF_ROOM = "Bàn tiếp dân"
ROLES = {"admin": "Quản trị", "staff": "Cán bộ"}
SIGN_OUT = "Đăng xuất"

SIGN_IN = "Đăng nhập"
SIGN_IN_LEAD = "Dành cho cán bộ tiếp dân và cán bộ quản lý dữ liệu của Hỏi Một Cửa."
NAME = "Tên đăng nhập"
PASSWORD = "Mật khẩu"  # noqa: S105  a label
SIGN_IN_HELP = "Quên mật khẩu hoặc chưa có tài khoản? Anh/chị liên hệ người quản lý máy chủ."
TO_CHAT = "Về trang hỏi đáp"
SIGNED_OUT = "Anh/chị đã đăng xuất."
ERROR_PREFIX = "Lỗi: "
ERROR_HEADING = "Chưa đăng nhập được"
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Anh/chị kiểm tra rồi gõ lại."
LOCKED = (
    "Tài khoản tạm khóa vì sai mật khẩu nhiều lần. Anh/chị chờ {wait} rồi thử lại, hoặc liên hệ người quản lý máy chủ."
)

WELCOME = "Xin chào, {name}"
ROLE_LINE = {
    "admin": "Anh/chị đăng nhập với vai trò quản trị: xem và đổi được dữ liệu.",
    "staff": "Anh/chị đăng nhập với vai trò cán bộ: xem được dữ liệu, không đổi được.",
}
SESSION_LINE = "Phiên làm việc tự kết thúc sau 60 phút không dùng, chậm nhất là sau 12 giờ."
ROOMS_HEADING = "Công việc"
NO_ROOMS = "Chưa có mục nào dành cho vai trò của anh/chị."

REFUSED_HEADING = "Chưa làm được việc này"
ADMINS_ONLY = "Mục này chỉ dành cho tài khoản quản trị. Anh/chị cần dùng thì liên hệ người quản lý máy chủ."
EXPIRED = (
    "Phiên làm việc đã hết hạn nên yêu cầu chưa được thực hiện. "
    "Anh/chị quay lại trang trước, tải lại trang rồi làm lại."
)
BACK_HOME = "Về trang đầu"

AUDIT = "Nhật ký"
AUDIT_ABOUT = "Ai đã làm gì, lúc nào."
AUDIT_LEAD = "Việc đã làm trong phòng quản trị và trên máy chủ, mới nhất ở trên. Giờ Việt Nam."
AUDIT_AT, AUDIT_WHO, AUDIT_WHAT, AUDIT_DETAIL = "Lúc", "Ai", "Việc", "Chi tiết"
AUDIT_EMPTY = "Chưa có việc nào được ghi."
AUDIT_OLDER = "Xem các việc cũ hơn"
AUDIT_NEWEST = "Về các việc mới nhất"
ACTIONS = {
    "accept": "Nạp phiên bản",
    "roll_back": "Quay về phiên bản",
    "link": "Liên kết trò chuyện",
    "desk_registered": "Đăng ký quầy",
    "desk_closed": "Đóng quầy",
    "desk_reopened": "Mở lại quầy",
    "sit_at": "Chọn quầy",
    "channel_off": "Tạm ngừng kênh",
    "channel_on": "Mở lại kênh",
    "account_added": "Tạo tài khoản",
    "account_disabled": "Khóa tài khoản",
    "account_enabled": "Mở tài khoản",
    "link_code_made": "Cấp mã liên kết",
    "unlinked": "Ngắt liên kết",
    "password_set": "Đặt lại mật khẩu",
    "sign_in_failed": "Đăng nhập sai",
    "signed_in": "Đăng nhập",
    "signed_out": "Đăng xuất",
}


def waiting(seconds: float) -> str:
    """Say so long a time in hours or minutes, rounded up."""
    minutes = max(1, -(-int(seconds) // 60))
    return f"{-(-minutes // 60)} giờ" if minutes > 90 else f"{minutes} phút"  # noqa: PLR2004  above that, hours say it better
