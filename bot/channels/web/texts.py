"""Vietnamese words of the pages around the conversation; the conversation's own are in `bot.answers.wording`."""

from bot.answers import wording
from bot.knowledge.values import Postal, ServiceLevel

TITLE = "Hỏi Một Cửa"
TAGLINE = (
    "Hỏi thủ tục hành chính ở Kon Tum (nay thuộc Quảng Ngãi): có làm qua mạng, gửi bưu điện được không, nộp ở đâu."
)
PLACEHOLDER = "Ví dụ: làm giấy khai sinh"
ASK_LABEL = "Câu hỏi của anh/chị"
SEND = "Gửi"
WAITING = "Đang tìm …"
OFFLINE = "Chưa gửi được. Anh/chị kiểm tra mạng rồi thử lại."
NO_NETWORK = "Máy đang mất mạng. Có mạng lại, anh/chị hỏi tiếp được."
OFFLINE_TITLE = "Máy đang mất mạng"
OFFLINE_HOW = "Câu trả lời luôn lấy mới từ máy chủ nên cần có mạng. Anh/chị bật mạng rồi bấm Thử lại."
OFFLINE_CALL = "Cần gấp, anh/chị gọi tổng đài 18001096."
TRY_AGAIN = "Thử lại"
CONVERSATION = "Cuộc trò chuyện"
YOU = "Anh/chị:"
SKIP_TO_QUESTION = "Tới ô câu hỏi"
SKIP_TO_CONTENT = "Tới nội dung"
EXAMPLES = ("Làm giấy khai sinh cho con", "Sang tên sổ đỏ nộp ở đâu", "Đăng ký kết hôn qua mạng được không")
ASK_MORE = "Hỏi thủ tục khác"
CODE = "Mã thủ tục"
FOOTER = "Câu trả lời để tham khảo, không phải văn bản chính thức. Tổng đài 18001096."
PRIVACY, PRIVACY_PAGE = wording.PRIVACY_LINK, wording.PRIVACY_PAGE
ERASE = "Xóa dữ liệu của tôi"
NOT_FOUND = "Không có trang này."
NO_SUCH_PROCEDURE = "Không có thủ tục mã {code} trong dữ liệu."
NOT_FOUND_HOW = "Anh/chị xem lại mã, hoặc hỏi bằng lời ở trang chính."
ERROR = "Trang đang gặp trục trặc. Anh/chị thử lại sau ít phút."
BODY_TOO_LARGE = "Nội dung gửi lên lớn quá."
OFF = "Trang hỏi đáp đang tạm ngừng trả lời."
OFF_HOW = "Anh/chị xem thủ tục trên Cổng Dịch vụ công quốc gia, hoặc gọi tổng đài 18001096."
TOO_SLOW = "Nội dung gửi lên chậm quá nên tôi chưa nhận được. Anh/chị kiểm tra mạng rồi gửi lại giúp tôi."
UPLOAD_TOO_LARGE = "Tệp lớn quá: mỗi tệp nhiều nhất 20 MB. Anh/chị bỏ bớt hình ảnh, trang tính không cần rồi gửi lại."
BACK_TO_ADMIN = "Về trang quản trị"
BACK_TO_STAFF = "Về bàn tiếp dân"
BAD_REQUEST = 'Cần một đối tượng JSON có "text" (câu hỏi) hoặc "choice" (lựa chọn), đều là chữ.'
TOO_MANY = "Anh/chị hỏi hơi nhanh, tôi chưa kịp trả lời. Đợi {seconds} giây rồi hỏi lại giúp tôi."
BUSY = "Nhiều người đang hỏi cùng lúc. Anh/chị đợi {seconds} giây rồi hỏi lại; cần gấp thì gọi tổng đài 18001096."

# One procedure.
THREE_ANSWERS = "Ba điều cần biết"
MORE_FACTS = "Thông tin khác"
ASK_ON = "Hỏi tiếp về thủ tục này"
ASK_ON_CHANNEL = "Hỏi trên {channel}"
ASK_HERE = "Hỏi tại đây"
TYPE_FIRST = "Mở {channel} rồi, anh/chị nhắn: {typed}"
HERE_OR_THERE = "Hoặc hỏi trên"
WITHDRAWN = "Thủ tục này không còn trong dữ liệu"
WITHDRAWN_HOW = "Trước đây dữ liệu có thủ tục này, nay không còn. Anh/chị hỏi 18001096 để biết chắc."
INSTEAD = "Thủ tục gần giống"

# Results.
PORTAL = "Tìm trên Cổng Dịch vụ công quốc gia"
SEARCH = "Tìm thủ tục"
SEARCH_BUTTON = "Tìm"
FOUND_FOR = "Kết quả cho “{q}”"
OTHERS = "Thủ tục khác gần với câu hỏi"
RESULTS = "Thủ tục gần với câu hỏi"
SEE_ALL = "Xem đầy đủ"
ASK_IN_CHAT = "Hỏi câu này trong cuộc trò chuyện"
WAYS_UNKNOWN = "Nguồn chưa ghi cách nộp"
LEVEL_BADGES = {
    ServiceLevel.FULL: "Toàn trình qua mạng",
    ServiceLevel.PARTIAL: "Một phần qua mạng",
    ServiceLevel.ONLINE: "Nộp qua mạng được",
    ServiceLevel.OFFLINE: "Không thấy ghi nộp qua mạng",
    ServiceLevel.UNKNOWN: "Chưa ghi có nộp qua mạng không",
}
POST_BADGES = {
    Postal.YES: "Gửi bưu điện được",
    Postal.NO: "Không thấy ghi gửi bưu điện",
    Postal.UNKNOWN: "Chưa ghi có gửi bưu điện không",
}

# The API.
API = "Giao diện lập trình (API)"
API_LEAD = "Gửi một câu hỏi, nhận một câu trả lời với mức độ dịch vụ công, bưu điện và nơi nộp. Không cần đăng ký."
API_ASK = "Gọi thế nào"
API_FIELDS = "Gửi lên"
API_ANSWER = "Nhận về"
API_REFUSALS = "Khi không trả lời được"
API_REFUSALS_HOW = "Mọi trường hợp dưới đây đều trả về một đối tượng có error: một câu tiếng Việt để đọc cho người hỏi."
API_LIMITS = (
    "Mỗi lượt gọi có số ở phần đầu X-Request-ID. Gọi quá nhanh thì nhận mã 429; phần đầu Retry-After ghi phải đợi "
    "bao nhiêu giây."
)
API_PRIVACY = (
    "Câu hỏi được lưu sau khi bỏ số giấy tờ, số điện thoại. Đừng gửi dữ liệu cá nhân; đừng gắn session với danh tính."
)
API_DESCRIPTION = "Mô tả đầy đủ theo OpenAPI"
FIELD = "Trường"
MEANING = "Ý nghĩa"
STATUS = "Mã"
