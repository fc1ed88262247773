"""Every sentence that officials read about versions and loads, whatever the channel."""

REPOSITORY = "bản cài đặt"
REPOSITORY_SOURCE = "thư mục knowledge/ của bản cài đặt"
EDITED = "sửa thủ tục {code}"

REFUSED = "Tệp có {count} lỗi nên chưa nạp; dữ liệu đang dùng không đổi. Anh/chị sửa rồi gửi lại:"
MORE_PROBLEMS = "Còn {count} lỗi khác; sửa các lỗi trên rồi gửi lại, tôi báo tiếp."
MARKED = "Tệp Excel kèm theo có danh sách lỗi, ô sai được tô màu."
NOTHING_NEW = "Tệp không có lỗi, và giống hệt dữ liệu đang dùng nên không cần nạp."
SOUND = "Tệp không có lỗi: {count} thủ tục."
CHANGES = "Nếu nạp, dữ liệu đổi như sau:"
WARNINGS = "Xin xem kỹ trước khi nạp:"
MISSED = "{count} câu hỏi sẽ không còn tìm ra thủ tục của mình:"
NONE_MISSED = "Các câu hỏi hay gặp vẫn tìm ra thủ tục như trước."
MORE = "… và {count} mục khác."
AUDIENCE = "Nếu nạp, tôi báo cho người đang chờ, {count} tin:"
AUDIENCE_OF = "{title} (mã {code}): {people}"
AUDIENCE_ON = "{count} người trên {channel}"
AUDIENCE_LATE = "Nơi nào chưa cho nhắn trước thì người đó được báo khi nhắn lại."
AUDIENCE_READS = "Tin về {code}, người nhận đọc:\n{text}"
ACCEPTED = "Đã nạp: phiên bản {version}. Các máy chủ dùng dữ liệu mới trong vài giây."
ROLLED_BACK = "Đã quay về phiên bản {version}. Các máy chủ dùng dữ liệu ấy trong vài giây."
DISCARDED = "Đã bỏ, không nạp gì."
NO_REVIEW = (
    "đây không phải bảng rà soát tải về ở bước 1; anh/chị gửi phụ lục ở bước 1 trước, rồi gửi lại bảng đã rà ở bước 2"
)
REVIEW_WRITTEN = (
    "Đã đọc {} dòng: {} chắc chắn, {} cần chọn, {} không tìm thấy.\n"
    "Anh/chị mở {file}, chọn ở trang “Cần chọn”, lưu lại rồi chạy: knowledge import --reviewed {file}"
)
IMPORTED = "danh mục {name}"
TOO_HEAVY = (
    "tệp này mở ra quá nặng nên tôi dừng lại để không ảnh hưởng người dân đang hỏi; "
    "anh/chị bỏ các trang tính, hình ảnh không cần rồi gửi lại"
)
OVERTAKEN = (
    "Trong lúc anh/chị xem, {by} đã đưa phiên bản {version} vào sử dụng. Bản của anh/chị chưa được nạp; "
    "anh/chị gửi lại tệp để so với phiên bản mới."
)
GONE = "Bản kiểm tra này không còn (đã nạp rồi, hoặc quá 24 giờ). Anh/chị gửi lại tệp."
NO_SUCH_VERSION = "Không có phiên bản {version}. Xem các phiên bản ở mục Lịch sử, hoặc bằng lệnh knowledge history."

YES = "Nạp dữ liệu này"
NO = "Không nạp"
LINKED = "Đã liên kết với tài khoản {name}. Muốn thôi, anh/chị nhờ người quản lý máy chủ ngắt liên kết."
LINKED_LOADS = "Anh/chị gửi tệp Excel hoặc CSV vào đây để kiểm tra và nạp dữ liệu."
LINKED_STAFF = (
    "Anh/chị dùng được ở đây: /quay để chọn quầy mình ngồi; /chiase để lấy đường dẫn có số quầy; "
    "/in để lấy tờ in; /homnay để xem kết quả hôm nay của quầy."
)
LINK_REFUSED = (
    "Mã liên kết không đúng, đã dùng, hoặc quá 10 phút. "
    "Anh/chị nhờ người quản lý máy chủ cấp mã mới rồi gửi lại: /lienket MÃ"
)
FILE_TOO_LARGE = "Tệp lớn quá, nhiều nhất 20 MB. Anh/chị bỏ bớt hình ảnh, trang tính không cần rồi gửi lại."
UNREADABLE = "Phiên bản {version} được làm từ bản chương trình cũ, nay không đọc được nữa nên không quay về được."
FILE_NOT_FETCHED = "Tôi chưa lấy được tệp. Anh/chị gửi lại, hoặc nạp ở trang quản trị (/admin)."

# Desks.
NO_SUCH_COMMUNE = (
    "Không có xã, phường nào tên “{commune}”. Anh/chị ghi tên xã, phường hiện nay, ví dụ: xã Kon Braih; "
    "quầy phục vụ cả tỉnh thì để trống."
)
NO_SUCH_DESK = "Không có quầy số “{number}”. Anh/chị xem số trong danh sách quầy."
