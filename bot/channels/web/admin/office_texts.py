"""Vietnamese words of the admin rooms about the knowledge base."""

LOAD = "Nạp dữ liệu"
LOAD_ABOUT = "Gửi tệp Excel, xem lỗi và thay đổi rồi mới đưa vào sử dụng."
LOAD_LEAD = "Anh/chị tải Excel về, sửa, rồi gửi lên để kiểm tra. Chưa bấm “Đưa vào sử dụng” thì chưa có gì thay đổi."
NOW = "Đang dùng phiên bản {version}, {by} đưa vào lúc {at}; {count} thủ tục."
DOWNLOAD_HEADING = "Tải dữ liệu về để sửa"
DOWNLOAD = "Tải Excel"
DOWNLOAD_HINT = "Có danh sách chọn cho các cột cố định và trang hướng dẫn."
UPLOAD_HEADING = "Gửi tệp lên kiểm tra"
FILE = "Tệp dữ liệu"
FILE_HINT = "Excel (.xlsx, .xls, .ods) hoặc CSV, nhiều nhất 20 MB. Cột xếp thứ tự nào cũng được."
CHECK = "Kiểm tra tệp"
WAIT = "Anh/chị bấm một lần rồi chờ nửa phút đến hai phút; kết quả tự hiện ra."
STAFF_LOOKS = "Tài khoản cán bộ xem và tải về được. Muốn nạp dữ liệu, anh/chị nhờ tài khoản quản trị."
NO_FILE = "Anh/chị chưa chọn tệp, hoặc tệp trống. Anh/chị chọn tệp rồi bấm lại."

REFUSED = "Có lỗi nên chưa nạp"
REFUSED_LEAD = "{count} lỗi. Dữ liệu đang dùng không đổi. Anh/chị sửa rồi gửi lại."
FIRST_PROBLEMS = "{shown} lỗi đầu tiên"
ALL_PROBLEMS = "Cần sửa"
MARKED = "Tải tệp có tô màu ô lỗi"
MARKED_HINT = "Tệp có danh sách lỗi; ô sai được tô đỏ kèm ghi chú."
SHEET, LINE, COLUMN, WHAT = "Trang", "Dòng", "Cột", "Lỗi"
AGAIN = "Làm lại"

CANDIDATE = "Kiểm tra xong, không có lỗi"
CANDIDATE_LEAD = "Nội dung: {source}, do {by} gửi lúc {at}. Anh/chị xem thay đổi rồi quyết định."
NOTHING_NEW = "Không có gì thay đổi"
NOTHING_NEW_LEAD = "Nội dung anh/chị gửi giống hệt dữ liệu đang dùng nên không cần nạp."
CHANGES = "Dữ liệu sẽ đổi"
WARNINGS = "Xin xem kỹ trước khi đưa vào sử dụng"
MORE = "… và {count} điều khác."
EFFECTS = "Ảnh hưởng đến tìm kiếm"
NONE_MISSED = "Các câu hỏi bắt buộc và câu hỏi hay gặp trong tháng vẫn tìm ra thủ tục như trước."
MISSED_LEAD = "{count} câu hỏi sẽ không còn tìm ra thủ tục của mình."
QUESTION, BEFORE, AFTER = "Câu hỏi", "Trước", "Sau"
ACCEPT = "Đưa vào sử dụng"
DISCARD = "Bỏ, không nạp"
AUDIENCE = "Ai sẽ được báo"
AUDIENCE_LEAD = (
    "Những người này nhờ báo khi có thay đổi. Bản này vào sử dụng thì mỗi người nhận một tin: {count} tin. "
    "Nơi nào chưa cho nhắn trước thì người đó được báo khi nhắn lại."
)
AUDIENCE_PEOPLE = "Số người, theo kênh"
AUDIENCE_TEXT = "Tin họ đọc"
AUDIENCE_READ = "Xem tin"
AUDIENCE_FIRST = "Dưới đây là {shown} trong {count} thủ tục."
NO_AUDIENCE = "Không ai đang chờ tin về các thay đổi này."
ALL_CHANGES = "Từng thay đổi"
SHOWN_OF = "{shown} trong {count} thay đổi."
CODE, TITLE, FIELD = "Mã", "Thủ tục", "Cột"
EMPTY = "(trống)"
ADDED, REMOVED = "thêm mới", "bị bỏ"
DONE = {
    "accepted": "Đã đưa phiên bản {version} vào sử dụng. Các máy chủ dùng dữ liệu mới trong vài giây.",
    "rolled_back": "Đã quay về phiên bản {version}. Các máy chủ dùng dữ liệu ấy trong vài giây.",
    "discarded": "Đã bỏ bản kiểm tra, không nạp gì.",
}
GONE = (
    "Bản kiểm tra này không còn: đã đưa vào sử dụng, đã bỏ, hoặc quá 24 giờ. "
    "Anh/chị xem mục Lịch sử; nếu chưa nạp thì gửi lại tệp."
)
GONE_FILE = "Tệp này không còn; tệp chỉ được giữ hai ngày."

HISTORY = "Lịch sử"
HISTORY_ABOUT = "Ai nạp gì, lúc nào; quay lại bản cũ."
HISTORY_LEAD = "Mỗi lần nạp là một phiên bản được giữ nguyên. Bản ở trên cùng đang được dùng. Giờ Việt Nam."
AT, VERSION, WHO, FROM, CHANGED = "Lúc", "Phiên bản", "Ai", "Từ", "Thay đổi"
IN_USE = "đang dùng"
SEE = "Xem phiên bản {version}"
VERSION_HEADING = "Phiên bản {version}"
VERSION_LEAD = "Do {by} tạo lúc {at}, từ: {source}."
CHECKSUM = "Mã kiểm tra"
ROLL_BACK = "Quay về phiên bản này"
ROLL_BACK_HINT = "Phiên bản đang dùng vẫn được giữ; anh/chị quay lại lúc nào cũng được."
NO_SUCH_VERSION = "Không có phiên bản này. Các phiên bản đang có ở mục Lịch sử."
NOT_ROLLED_BACK = (
    "Trong lúc anh/chị xem, {by} đã đưa phiên bản {version} vào sử dụng nên chưa quay về bản nào. "
    "Anh/chị xem lại rồi quyết định."
)
FIRST_VERSION = "Bản gốc, không có bản trước để so."

SEARCH = "Thử tìm"
SEARCH_ABOUT = "Gõ câu hỏi của người dân, xem bot hiểu gì và vì sao."
SEARCH_LEAD = "Câu gõ ở đây không được lưu."
ASK_LABEL = "Câu hỏi"
ASK = "Thử"
OUTCOME = "Bot sẽ"
OUTCOMES = {
    "answer": "trả lời thủ tục đứng đầu",
    "clarify": "hỏi lại, cho chọn",
    "faq": "trả lời câu hỏi về dịch vụ",
    "chitchat": "trò chuyện",
    "refuse": "nói là không tìm thấy",
}
UNDERSTOOD = "Bot hiểu câu hỏi"
WORDS_READ = "Từ đọc được (bỏ dấu)"
CONTENT = "Từ dùng để tìm (đã đổi sang từ của tên thủ tục)"
EVERYDAY = "Từ người dân dùng"
ASPECTS = "Hỏi về"
ASPECT_NAMES = {
    "level": "mức độ, làm qua mạng",
    "postal": "gửi bưu điện",
    "where": "nơi nộp",
    "documents": "giấy tờ cần nộp",
    "fee": "lệ phí",
    "time": "thời hạn",
    "link": "đường dẫn",
    "form": "mẫu đơn",
    "status": "tình trạng hồ sơ",
    "conditions": "điều kiện",
    "legal": "căn cứ pháp lý",
    "who": "dành cho ai",
}
EVENT = "Việc trong đời"
FAQ_ENTRY = "Mục hỏi đáp"
NONE = "không có"
CANDIDATES = "Thủ tục tìm được"
SCORE, EVIDENCE, FORM_COVERED, QUERY_COVERED = "Điểm", "Độ khớp", "Tên gọi được nhắc", "Câu hỏi được khớp"
NEAREST = "giống nhất: {name}"
SCORES_HINT = (
    "Điểm = độ khớp cộng phần ưu tiên cho thủ tục người dân hay cần. “Tên gọi được nhắc”: bao nhiêu phần của tên gọi "
    "có trong câu hỏi. “Câu hỏi được khớp”: bao nhiêu phần của câu hỏi có trong tên gọi."
)
NO_CANDIDATES = "Không có thủ tục nào gần với câu này."

PROCEDURES = "Sửa thủ tục"
PROCEDURES_ABOUT = "Tìm một thủ tục, sửa tên thường gọi, mức độ, bưu chính."
PROCEDURES_LEAD = "Tìm bằng mã hoặc bằng lời."
FIND_LABEL = "Mã hoặc tên thủ tục"
FIND = "Tìm"
NOT_FOUND = "Không tìm thấy thủ tục nào. Anh/chị thử từ khác hoặc gõ mã, ví dụ 1.001193."
EDIT_LEAD = "Mã {code}. Sửa xong, anh/chị được xem thay đổi trước khi đưa vào sử dụng."
READ_LEAD = "Mã {code}. Tài khoản cán bộ chỉ xem; muốn sửa, anh/chị nhờ tài khoản quản trị."
ALIASES = "Tên thường gọi, mỗi dòng một tên"
ALIASES_HINT = "Cách người dân hay nói, có dấu hay không dấu đều được; không cần chép lại tên chính thức."
LEVEL = "Mức độ dịch vụ công"
POSTAL = "Bưu chính công ích"
SOURCE = "Nguồn"
SOURCE_HINT = "Người dân đọc được dòng này. Đổi mức độ hay bưu chính thì ghi văn bản làm căn cứ."
AS_OF = "Ngày của nguồn"
AS_OF_HINT = "Dạng năm-tháng-ngày, ví dụ 2026-11-27."
REVIEW = "Xem thay đổi"
EDIT_OVERTAKEN = (
    "Trong lúc anh/chị sửa, {by} đã đưa phiên bản {version} vào sử dụng. "
    "Dưới đây là dữ liệu mới nhất; anh/chị sửa lại trên đó."
)
NEEDS_SOURCE = "Anh/chị đổi mức độ hoặc bưu chính nên cần ghi nguồn mới (văn bản nào, ngày nào)."
ERROR_HEADING = "Chưa sửa được"

COVERAGE = "Độ phủ"
COVERAGE_ABOUT = "Dữ liệu có gì, còn thiếu gì, so với báo cáo của tỉnh."
STANDING = "Bên cạnh số tỉnh đã công bố"
PUBLISHED, OURS, NOTE = "Tỉnh công bố", "Bot có", "Ghi chú"
UNKNOWN_BY_FIELD = "Còn chưa rõ, theo lĩnh vực"
UNKNOWN_BY_RECEIVER = "Còn chưa rõ, theo nơi nhận hồ sơ"
TOTAL, LEVEL_UNKNOWN, ONLINE_UNSAID, POSTAL_UNKNOWN = (
    "Thủ tục",
    "Chưa rõ mức độ",
    "Qua mạng, chưa rõ loại nào",
    "Chưa rõ bưu chính",
)
LEGEND = ("đã rõ cả mức độ lẫn bưu chính", "còn điều chưa rõ")
CHART_FIELD = "{count} lĩnh vực còn nhiều điều chưa rõ nhất"
CHART_RECEIVER = "Thủ tục theo nơi nhận hồ sơ"
ALL_FIELDS = "Bảng đầy đủ theo lĩnh vực"

ANNEX = "Nạp danh mục"
ANNEX_ABOUT = "Đưa phụ lục của quyết định (bưu chính, mức độ) vào dữ liệu."
ANNEX_LEAD = "Phụ lục thường không có mã thủ tục. Bot tìm giúp, anh/chị rà lại, rồi mới nạp."
ANNEX_FILE = "Phụ lục (Excel)"
ANNEX_FILE_HINT = "Bảng có cột tên thủ tục và cột đánh dấu (x). Tiêu đề nhiều hàng, ô gộp, hàng nhóm đều đọc được."
ANNEX_STEP_1 = "Bước 1: gửi phụ lục"
ANNEX_CHECK = "Tìm thủ tục cho từng dòng"
ANNEX_STEP_2 = "Bước 2: gửi lại bảng đã rà"
ANNEX_REVIEWED = "Bảng rà soát đã sửa"
ANNEX_REVIEWED_HINT = "Tệp tải về ở bước 1, sau khi anh/chị chọn ở trang “Cần chọn”."
ANNEX_APPLY = "Kiểm tra bảng rà soát"
ANNEX_DONE = "Đã đọc phụ lục"
ANNEX_DONE_LEAD = "{count} dòng: {sure} chắc chắn, {doubtful} cần chọn, {missing} không tìm thấy."
ANNEX_DOWNLOAD = "Tải bảng rà soát"
ANNEX_NEXT = "Anh/chị mở bảng, chọn ở trang “Cần chọn”, lưu lại rồi gửi ở bước 2."
