"""Every sentence the bot says by itself, in Vietnamese; answers to questions about the service are in faq.yaml.

House rules: polite and short, "anh/chị" for the person and "tôi" for the bot, no officialese, nothing
that the data does not say. Terms: Nghị định 42/2022/NĐ-CP for levels, Quyết định 45/2016/QĐ-TTg for post.
"""

from bot.knowledge.values import Government, Postal, Receiver, ServiceLevel
from bot.knowledge.ways import Ways
from bot.language.aspects import Aspect

PORTAL = "https://dichvucong.gov.vn"
PORTAL_LABEL = "Cổng Dịch vụ công quốc gia"

LEVELS = {
    ServiceLevel.FULL: "Trực tuyến toàn trình (mức độ 4 cũ), làm hết qua mạng",
    ServiceLevel.PARTIAL: "Trực tuyến một phần (mức độ 3 cũ), nộp qua mạng, có bước làm ở nơi nhận hồ sơ",
    ServiceLevel.ONLINE: "Nộp được qua mạng; nguồn chưa ghi là toàn trình (mức độ 4 cũ) hay một phần (mức độ 3 cũ)",
    ServiceLevel.OFFLINE: "Không thấy nguồn ghi cách nộp qua mạng (tương đương mức độ 2 cũ)",
    ServiceLevel.UNKNOWN: "Nguồn chưa ghi",
}
POSTAL = {
    Postal.YES: "Gửi được qua bưu điện (bưu chính công ích)",
    Postal.NO: "Không thấy nguồn ghi cách nộp qua bưu điện",
    Postal.UNKNOWN: "Nguồn chưa ghi",
}
OFFICES = {
    Receiver.PROVINCE: "Trung tâm Phục vụ hành chính công tỉnh",
    Receiver.COMMUNE: "Trung tâm Phục vụ hành chính công xã, phường",
    Receiver.POLICE_PROVINCE: "Công an tỉnh",
    Receiver.POLICE_COMMUNE: "Công an xã, phường",
    Receiver.TAX: "cơ quan Thuế",
    Receiver.SOCIAL_INSURANCE: "cơ quan Bảo hiểm xã hội",
    Receiver.CUSTOMS: "cơ quan Hải quan",
    Receiver.BANK: "Ngân hàng Nhà nước",
    Receiver.BORDER_GUARD: "Bộ đội Biên phòng",
    Receiver.ARMY: "cơ quan quân sự",
    Receiver.TREASURY: "Kho bạc Nhà nước",
    Receiver.COURT: "Tòa án",
    Receiver.NOTARY: "tổ chức hành nghề công chứng",
    Receiver.CIVIL_ENFORCEMENT: "cơ quan Thi hành án dân sự",
    Receiver.SCHOOL: "nhà trường",
    Receiver.POWER_COMPANY: "công ty điện lực",
}

LABEL_LEVEL = "Qua mạng"
LABEL_POSTAL = "Bưu điện"
LABEL_WHERE = "Nơi nộp trực tiếp"
LABEL_AGENCY = "Cơ quan thực hiện"
LABEL_AGENCY_BEFORE = "Trước 1/7/2025"
LABEL_TIME = "Thời hạn"
LABEL_RESULT = "Kết quả"
LABEL_APPLICANTS = "Dành cho"
LABEL_FIELD = "Lĩnh vực"
TIME_UNKNOWN = "Nguồn chưa ghi"
TIME_IN_PERSON = "nộp trực tiếp {days}"
TIME_ONLINE = "nộp qua mạng {days}"
TIME_POSTAL = "gửi bưu điện {days}"

NO_NEED_BOTH = "Anh/chị không cần đi nộp hồ sơ: nộp được qua mạng hoặc gửi qua bưu điện."
NO_NEED_ONLINE = "Anh/chị không cần đi nộp hồ sơ: nộp được qua mạng."
NO_NEED_POSTAL = "Anh/chị không cần đi nộp hồ sơ: gửi được qua bưu điện."
NO_NEED = {
    Ways.ONLINE: NO_NEED_ONLINE,
    Ways.POSTAL: NO_NEED_POSTAL,
    Ways.ONLINE | Ways.POSTAL: NO_NEED_BOTH,
}
IN_PERSON = "Nếu nộp trực tiếp thì đến {where}."
FILED_AT = "Anh/chị nộp tại {where}."
MAYBE_VISIT = "Nguồn chưa ghi có phải đến ký hay nhận kết quả không; anh/chị xem trang chính thức trước khi nộp."
WAYS_UNKNOWN = "Nguồn chưa ghi có nộp được qua mạng hay qua bưu điện không."

LEVEL_LEADS = {
    ServiceLevel.FULL: "Được, thủ tục này làm toàn trình qua mạng (mức độ 4 cũ).",
    ServiceLevel.PARTIAL: "Được một phần: nộp qua mạng, có bước vẫn làm ở nơi nhận hồ sơ (mức độ 3 cũ).",
    ServiceLevel.ONLINE: "Được, thủ tục này nộp qua mạng; nguồn chưa ghi là toàn trình hay một phần.",
    ServiceLevel.OFFLINE: "Không thấy nguồn ghi cách nộp qua mạng cho thủ tục này (tương đương mức độ 2 cũ).",
    ServiceLevel.UNKNOWN: "Nguồn chưa ghi thủ tục này có nộp được qua mạng không.",
}
POSTAL_LEADS = {
    Postal.YES: "Được, hồ sơ này gửi qua bưu điện được (bưu chính công ích).",
    Postal.NO: "Không thấy nguồn ghi cách nộp qua bưu điện cho thủ tục này.",
    Postal.UNKNOWN: "Nguồn chưa ghi hồ sơ này có gửi qua bưu điện được không.",
}
TIME_LEAD = "Thời hạn giải quyết: {time}."
TIME_LEAD_UNKNOWN = "Nguồn chưa ghi thời hạn giải quyết."
WHO_LEAD = "Thủ tục này dành cho: {applicants}."
LINK_LEAD = "Anh/chị bấm đường dẫn ở cuối tin để xem và nộp trên trang chính thức."
LINK_LEAD_READ_ONLY = "Anh/chị bấm đường dẫn ở cuối tin để xem trang chính thức."
LINK_LEAD_NONE = "Dữ liệu chưa có đường dẫn riêng của thủ tục này; anh/chị tìm theo mã trên Cổng Dịch vụ công quốc gia."
STATUS_LEAD = "Tôi không xem được hồ sơ của anh/chị; anh/chị tra cứu trên Cổng Dịch vụ công quốc gia hoặc gọi 18001096."
NOT_IN_DATA = "Dữ liệu của tôi chưa có {what}; anh/chị xem ở trang chính thức dưới đây."
NOT_IN_DATA_WHAT = {
    Aspect.DOCUMENTS: "giấy tờ cần nộp",
    Aspect.FEE: "phí, lệ phí",
    Aspect.FORM: "mẫu đơn, tờ khai",
    Aspect.CONDITIONS: "điều kiện thực hiện",
    Aspect.LEGAL: "căn cứ pháp lý",
    Aspect.WHO: "đối tượng thực hiện",
}

TITLE = "{title} (mã {code})"
LEVELS_INFERRED = (
    "Nguồn không ghi rõ cấp xã hay cấp tỉnh, nơi nộp được suy ra từ cơ quan thực hiện; nên gọi 18001096 trước khi đi."
)
ADDRESS_UNKNOWN = "Địa chỉ, giờ làm việc và số điện thoại nơi nộp chưa có trong dữ liệu."
SOURCE = "Nguồn: {source}, {read}."
READ_ON = "đọc ngày {date}"
READ_IN_MONTHS = "đọc tháng {months}"
READ_IN_YEAR = "dữ liệu năm {year}"
PROCEDURE_LINK = "Trang chính thức của thủ tục"

FAQ_SOURCE = "Nguồn: {source}."

CLARIFY = "Anh/chị hỏi về thủ tục nào?"
CLARIFY_HOW = "Chọn một dòng, hoặc nhắn số thứ tự."
FAMILY_WHICH = "{base}: anh/chị thuộc trường hợp nào?"
FAMILY_THIS_OR_THAT = "{base}: {first} hay {second}?"
FAMILY_HOME = "Trong nước, không có yếu tố nước ngoài"
FAMILY_MOBILE = "Lưu động, cán bộ đến tận nơi"
FAMILY_OTHER = "Các trường hợp còn lại"
FAMILY_ALSO = "Nếu thuộc trường hợp khác, anh/chị chọn bên dưới."
SAID_LEVELS = {
    "xã": "Cấp xã",
    "huyện": "Cấp huyện (trước 7/2025)",
    "tỉnh": "Cấp tỉnh",
    "trung ương": "Cấp trung ương",
}
GOVERNMENT = {
    Government.PROVINCE: SAID_LEVELS["tỉnh"],
    Government.DISTRICT: SAID_LEVELS["huyện"],
    Government.COMMUNE: SAID_LEVELS["xã"],
}
NONE_OF_THESE = "Không có thủ tục tôi cần"

REFUSE = "Tôi chưa tìm được thủ tục nào khớp với câu này."
REFUSE_HOW = (
    "Anh/chị viết ngắn tên giấy tờ hoặc việc cần làm, "
    "ví dụ: làm giấy khai sinh, sang tên sổ đỏ, cấp lại thẻ bảo hiểm y tế."
)
REFUSE_PERSON = (
    "Cần người hướng dẫn, anh/chị gọi tổng đài 18001096 hoặc đến Trung tâm Phục vụ hành chính công xã, phường."
)
WITHDRAWN = (
    "Thủ tục này trước đây có trong dữ liệu, nay không còn: {title} (mã {code}). Anh/chị hỏi 18001096 để biết chắc."
)
WITHDRAWN_INSTEAD = "Anh/chị xem một trong các thủ tục gần giống:"
NO_SUCH_CODE = "Mã {code} không có trong dữ liệu của tôi; anh/chị xem lại mã hoặc viết tên thủ tục."
NO_LETTERS = "Tôi chỉ đọc được chữ. Anh/chị viết tên giấy tờ hoặc việc cần làm giúp tôi."
TEXT_ONLY = "Tôi chưa xem được ảnh, ghi âm hay tệp. Anh/chị viết bằng chữ giúp tôi."
TOO_LONG = "Tin nhắn dài quá nên tôi chỉ đọc phần đầu."
NO_SUCH_CHOICE = "Lựa chọn này không còn dùng được. Anh/chị nhắn lại câu hỏi giúp tôi."
TOO_FAST = (
    "Anh/chị gửi nhanh quá nên tôi chưa đọc kịp những tin vừa rồi. "
    "Anh/chị đợi một phút rồi gửi lại câu cần hỏi giúp tôi."
)
BUSY = (
    "Nhiều người đang hỏi cùng lúc nên tôi chưa trả lời kịp. Anh/chị đợi một phút rồi gửi lại giúp tôi; "
    "cần gấp thì gọi tổng đài 18001096."
)
CHANNEL_OFF = "Kênh này đang tạm ngừng trả lời."
CHANNEL_OFF_SITE = "Anh/chị hỏi tại {site}, hoặc gọi tổng đài 18001096."
CHANNEL_OFF_CALL = "Anh/chị gọi tổng đài 18001096, hoặc hỏi Trung tâm Phục vụ hành chính công xã, phường."
FAILED = "Xin lỗi, tôi đang gặp trục trặc. Anh/chị thử lại sau ít phút, hoặc gọi tổng đài 18001096."

WELCOME = (
    "Chào anh/chị. Tôi là Hỏi Một Cửa. Anh/chị nhắn tên giấy tờ hoặc việc cần làm, "
    "tôi cho biết có làm qua mạng được không, có gửi bưu điện được không, và nộp ở đâu."
)
WELCOME_EXAMPLES = "Ví dụ: đăng ký khai sinh nộp ở đâu; sang tên sổ đỏ gửi bưu điện được không."
WELCOME_PRIVACY = (
    "Đây là máy trả lời tự động; câu hỏi (bỏ tên, số giấy tờ, số điện thoại) và xã, phường anh/chị chọn được lưu "
    "nhiều nhất {days} ngày, không lưu người hỏi là ai. "
    "Anh/chị đừng nhắn số căn cước cho tôi; muốn xóa, nhắn “xóa dữ liệu của tôi”."
)
PRIVACY_PAGE = "/du-lieu-ca-nhan"
PRIVACY_LINK = "Dữ liệu cá nhân"

# Where exactly.
OFFICES_IN = {
    Receiver.COMMUNE: "Trung tâm Phục vụ hành chính công {commune}",
    Receiver.POLICE_COMMUNE: "Công an {commune}",
}
FORMERLY = "{office} (trước đây: {place})"
ASK_PLACE = "Anh/chị ở xã, phường nào? Nhắn tên cũ hay tên mới đều được, tôi chỉ đúng nơi nộp."
PICK_PLACE = "Chọn xã, phường của tôi"
PICK_DISTRICT = "Trước đây anh/chị thuộc thành phố hay huyện nào?"
PICK_COMMUNE = "Anh/chị ở xã, phường nào của {district} trước đây?"
WHICH_PLACE = "Có mấy nơi tên như vậy. Anh/chị ở nơi nào?"
WHICH_OF_MANY = "Tên này có nhiều nơi. Anh/chị ở xã, phường nào?"
PLACE_NOTED = "Tôi đã ghi nhớ anh/chị ở {place}. Muốn đổi, anh/chị nhắn tên xã khác."
PLACE_UNKNOWN = (
    "Tôi không thấy nơi này trong các xã, phường của Kon Tum trước đây. Nếu anh/chị ở nơi khác, "
    "anh/chị hỏi Trung tâm Phục vụ hành chính công ở đó, hoặc gọi 18001096."
)
PLACE_SKIP = "Bỏ qua, không cần chọn"
PLACE_NOW = "{place} nay thuộc {commune}, tỉnh Quảng Ngãi."
PLACE_SKIPPED = "Vâng. Anh/chị cần hỏi gì nữa, cứ nhắn cho tôi."
OFFICE_AT = "Địa chỉ: {address}"
OFFICE_HOURS = "Giờ làm việc: {hours}"
OFFICE_TELEPHONE = "Điện thoại: {telephone}"
LABEL_OFFICE = "Nơi nộp cụ thể"
MAP_LINK = "Xem bản đồ"
DISTRICT_GONE = "Trước 1/7/2025 việc này do {agency} làm; nay không còn cấp huyện."

# Step by step.
HOW_ONLINE = "Cách nộp qua mạng"
HOW_POSTAL = "Cách gửi bưu điện"
ONLINE_LEAD = "Nộp qua mạng: {title}"
ONLINE_STEPS = (
    "1. Bấm đường dẫn ở cuối tin, đăng nhập bằng tài khoản VNeID.",
    "2. Xem trang đó ghi cần giấy tờ gì, rồi chụp hoặc quét lại cho rõ.",
    "3. Điền thông tin, đính kèm giấy tờ, nộp lệ phí nếu có, rồi gửi.",
    "4. Giữ mã hồ sơ để tra cứu. Vướng bước nào, anh/chị gọi 18001096.",
)
ONLINE_SOURCE = "Nguồn: Nghị định 59/2022/NĐ-CP và Nghị định 69/2024/NĐ-CP (đăng nhập bằng VNeID); trang của thủ tục."
POSTAL_LEAD = "Gửi qua bưu điện: {title}"
POSTAL_STEPS = (
    "1. Xem trang chính thức ở cuối tin ghi cần giấy tờ gì, rồi chuẩn bị đủ.",
    "2. Đến điểm phục vụ của bưu điện, nói gửi hồ sơ qua bưu chính công ích; hoặc hẹn bưu điện đến nhận.",
    "3. Nộp lệ phí, nếu có, cho bưu điện hoặc chuyển khoản cho cơ quan giải quyết.",
    "4. Muốn nhận kết quả tại nhà thì nói rõ và ghi đúng địa chỉ. Giữ biên nhận để hỏi lại.",
)
POSTAL_SOURCE = "Nguồn: Quyết định 45/2016/QĐ-TTg. Cước phí hỏi nhân viên bưu điện; chưa chắc thì gọi 18001096."

# Browsing.
BROWSE = "Anh/chị muốn xem thủ tục theo cách nào?"
BROWSE_EVENTS = "Theo việc trong đời"
BROWSE_FIELDS = "Theo lĩnh vực"
BROWSE_OFFICES = "Theo nơi nộp"
BROWSE_LEVELS = "Theo mức độ trực tuyến"
BROWSE_TOP = "Được hỏi nhiều trong tháng"
BROWSE_POSTAL = "Gửi bưu điện được"
BROWSE_ONLINE = "Nộp qua mạng được"
BROWSE_BY_EVENT = "Anh/chị đang có việc gì?"
BROWSE_BY_FIELD = "Chọn lĩnh vực:"
BROWSE_BY_OFFICE = "Chọn nơi nộp:"
BROWSE_BY_LEVEL = "Chọn mức độ:"
BROWSE_IN_FIELD = "Thủ tục về {field}:"
BROWSE_MOST_ASKED = "Thủ tục được hỏi nhiều trong 30 ngày qua:"
BROWSE_NOTHING_ASKED = "Chưa có đủ câu hỏi trong tháng để xếp hạng. Anh/chị xem theo cách khác."
BROWSE_MORE = "Xem thêm"
BROWSE_BACK = "Về danh mục"
LEVEL_NAMES = {
    ServiceLevel.FULL: "Toàn trình",
    ServiceLevel.PARTIAL: "Một phần",
    ServiceLevel.ONLINE: "Nộp được qua mạng, chưa ghi loại nào",
    ServiceLevel.OFFLINE: "Không thấy ghi nộp qua mạng",
    ServiceLevel.UNKNOWN: "Nguồn chưa ghi",
}

# Going on.
NO_SUCH_NUMBER = "Danh sách chỉ có {count} dòng. Anh/chị chọn lại giúp tôi."
NOTHING_EARLIER = "Chưa có thủ tục nào trước đó để quay lại. Anh/chị nhắn tên việc cần làm."
NO_TOPIC_YET = "Anh/chị cho tôi biết tên thủ tục trước nhé."
REPHRASE = "Vậy anh/chị nói lại việc cần làm bằng vài từ khác giúp tôi, hoặc xem danh mục."
PERSON = (
    "Anh/chị nên hỏi người hướng dẫn: gọi tổng đài 18001096, hoặc đến Trung tâm Phục vụ hành chính công xã, phường."
)
BROWSE_ALL = "Xem danh mục thủ tục"
TALK_TO_PERSON = "Gặp người hướng dẫn"
BOTH = "Anh/chị hỏi hai việc, tôi trả lời lần lượt."
ALSO = "Còn “{matter}”, anh/chị chọn thủ tục bên dưới."
FORGOTTEN = "Tôi đã xóa cuộc trò chuyện này, nơi ở anh/chị đã chọn và các yêu cầu báo tin."
FORGOTTEN_LINK = (
    "Tài khoản cán bộ cũng không còn nối với cuộc trò chuyện này. Cần dùng lại, anh/chị liên kết lại ở trang quản trị."
)
NOT_FORGOTTEN = "Xin lỗi, tôi chưa xóa được. Anh/chị nhắn lại “xóa dữ liệu của tôi” sau ít phút giúp tôi."

# Whether it helped.
GOOD = "👍 Hữu ích"
BAD = "👎 Chưa đúng"
HELPED_HOW = "Có ích không? Nhắn 👍 hoặc 👎."
THANKS = "Cảm ơn anh/chị đã cho biết. Cần hỏi gì nữa, anh/chị cứ nhắn."
WHY_BAD = "Mong anh/chị thông cảm. Câu trả lời chưa được ở điểm nào?"
WHY = {
    "wrong": "Sai thủ tục",
    "missing": "Thiếu thông tin",
    "unclear": "Khó hiểu",
}
SORRY = "Cảm ơn anh/chị, tôi đã ghi lại để sửa."
SORRY_OTHERS = "Cảm ơn anh/chị, tôi đã ghi lại để sửa. Có phải anh/chị hỏi một trong các thủ tục này?"

# Where nothing can be tapped.
PICK_BY_NUMBER = "Trả lời bằng số, ví dụ 1."

# A place on the map.
NO_LOCATION = "Tôi chưa xem được vị trí trên bản đồ. Anh/chị nhắn tên xã hoặc phường, và việc cần làm, giúp tôi."

# Commands, and what is passed on to somebody else.
HELP_COMMANDS = (
    "Anh/chị cũng nhắn được: /thutuc để xem danh mục; /noinop để hỏi nơi nộp của thủ tục đang nói; "
    "/chiase để lấy đường dẫn gửi người khác; /theodoi để tôi báo khi thủ tục nộp được qua mạng hay bưu điện; "
    "/xoa_du_lieu để xóa cuộc trò chuyện."
)
START_UNKNOWN = "Đường dẫn anh/chị vừa bấm không còn dùng được; anh/chị nhắn tên thủ tục giúp tôi."
WHERE_WHICH = "Anh/chị hỏi nơi nộp của thủ tục nào? Nhắn tên thủ tục, ví dụ: /noinop đăng ký khai sinh."
SHARE_WHICH = "Anh/chị muốn gửi thủ tục nào cho người khác? Nhắn tên thủ tục, ví dụ: /chiase đăng ký khai sinh."
SHARE = "Anh/chị gửi đường dẫn này cho người cần: {title}."
SHARE_PAGE = "Trang thủ tục"
SHARE_CHAT = "Hỏi trên {channel}"
SHARE_TYPED = "Vào Zalo rồi nhắn: {typed}"
SHORT_LEVELS = {
    ServiceLevel.FULL: "Qua mạng: toàn trình",
    ServiceLevel.PARTIAL: "Qua mạng: một phần",
    ServiceLevel.ONLINE: "Qua mạng: được",
    ServiceLevel.OFFLINE: "Qua mạng: không thấy ghi",
    ServiceLevel.UNKNOWN: "Qua mạng: nguồn chưa ghi",
}
SHORT_POSTAL = {
    Postal.YES: "Bưu điện: được",
    Postal.NO: "Bưu điện: không thấy ghi",
    Postal.UNKNOWN: "Bưu điện: nguồn chưa ghi",
}

# Being told when a procedure can be filed another way.
WAYS = {
    Ways.ONLINE: "nộp được qua mạng",
    Ways.POSTAL: "gửi được qua bưu điện",
}
WAYS_EITHER = " hoặc "
WAYS_TOGETHER = " và "
WISH_NOTED = "Vâng. Khi thủ tục này {wish}, tôi báo anh/chị ở đây."
WISH_NOTED_REST = "Thủ tục này {ways} rồi. Khi {wish}, tôi báo anh/chị ở đây."
WISH_KEPT = (
    "Để báo được, tôi giữ yêu cầu này cùng mã cuộc trò chuyện, nhiều nhất một năm; báo xong tôi xóa. "
    "Không cần nữa, anh/chị nhắn “thôi báo”."
)
WISH_MET = "Thủ tục này {ways} rồi, anh/chị không phải chờ."
WISH_WHICH = "Anh/chị muốn tôi báo về thủ tục nào? Nhắn tên thủ tục, ví dụ: /theodoi đăng ký kết hôn."
WISH_FULL = "Tôi giữ nhiều nhất {most} yêu cầu cho mỗi người. Anh/chị chọn một dòng để bỏ bớt, rồi nhắn lại giúp tôi."
WISH_ELSEWHERE = (
    "Ở đây tôi chưa nhắn trước cho anh/chị được. Anh/chị vào {chats}, nhắn: /theodoi {what}. Có thay đổi, tôi báo ở đó."
)
WISH_ANY = "tên thủ tục"
WISH_NOWHERE = (
    "Ở đây tôi chưa nhắn trước cho anh/chị được. Thỉnh thoảng anh/chị hỏi lại tôi, hoặc xem trang chính thức."
)
WISH_LIST = "Tôi đang chờ để báo anh/chị về các thủ tục này. Chọn dòng nào, tôi thôi báo dòng đó."
WISH_NONE = "Anh/chị chưa nhờ tôi báo về thủ tục nào. Muốn nhờ, anh/chị hỏi một thủ tục rồi nhắn “báo cho tôi”."
WISH_OF = "{title}: khi {wish}"
WISH_OFFER = "Báo tôi khi có"
WISH_OFFER_OF = "Báo tôi khi có: {title}"
WISH_STOPPED = "Vâng, tôi thôi báo về thủ tục này."
WISH_STOP_ALL = "Thôi báo tất cả"
WISH_ALL_STOPPED = "Vâng, tôi đã xóa các yêu cầu của anh/chị và không báo nữa."
NEWS = "Anh/chị nhờ tôi báo: thủ tục này nay {ways}."
NEWS_OF = "Anh/chị nhờ tôi báo: thủ tục {title} (mã {code}) nay {ways}."
NEWS_DONE = (
    "Báo xong, tôi đã xóa yêu cầu này. Muốn xem các yêu cầu khác, anh/chị nhắn /theodoi; muốn bỏ, nhắn “thôi báo”."
)

# Hints, at most one a day.
HINT_WISH = "Khi thủ tục này nộp được qua mạng hay bưu điện, tôi báo anh/chị: nhắn “báo cho tôi”."
HINT_SHARE = "Người nhà, hàng xóm cũng cần? Anh/chị nhắn /chiase, tôi đưa đường dẫn để gửi."
