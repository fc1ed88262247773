"""Every word that posters and cards print by themselves: few, true at a glance, and nothing the data does not say."""

from bot.knowledge.values import Postal, ServiceLevel
from bot.sharing.posters.sizes import Size

BRAND = "Hỏi Một Cửa"
BRAND_IS = "Trợ lý tự động về thủ tục hành chính"

HEADLINE = "Hỏi thủ tục?"
SUBLINE = "Quét mã, hỏi bằng tiếng Việt, 24/7"
ASK_ONLINE = "Qua mạng được không?"
ASK_POSTAL = "Gửi bưu điện được không?"
ASK_WHERE = "Nộp ở đâu?"
NOT_SCANNED = "Không quét được mã, anh/chị hỏi cán bộ một cửa hoặc gọi 18001096."

HOW = "Mở máy ảnh điện thoại hoặc Zalo, quét mã. Hoặc gõ vào trình duyệt:"

ALL_ONLINE = "Làm hết qua mạng, không cần đến quầy"
PART_ONLINE = "Nộp qua mạng được, có bước vẫn làm ở nơi nhận hồ sơ"
FROM_HOME = "Nộp tại nhà được, không cần đến quầy nộp hồ sơ"
BY_POST = "Gửi bưu điện được, không cần đến quầy nộp hồ sơ"
NOT_PROMISED = "Quét mã để hỏi cách nộp, nơi nộp"

LABEL_ONLINE = "Qua mạng"
LABEL_POSTAL = "Bưu điện"
LABEL_WHERE = "Nộp trực tiếp"
ONLINE = {
    ServiceLevel.FULL: "Làm hết qua mạng, toàn trình (mức độ 4 cũ)",
    ServiceLevel.PARTIAL: "Nộp hồ sơ được, một phần (mức độ 3 cũ)",
    ServiceLevel.ONLINE: "Nộp hồ sơ được",
}
POSTAL = {Postal.YES: "Gửi được qua bưu chính công ích"}
LABEL_HELP = "Cần giúp?"
HELP = "Gọi 18001096, hoặc hỏi cán bộ một cửa"
CODE = "Mã thủ tục: {code}."

FOLD = "gấp ở đây"

SIZES = {
    Size.A4: "Áp phích A4",
    Size.A5: "Tờ A5",
    Size.TENT: "Biển để bàn (tờ A4 gấp đôi)",
    Size.CARDS: "Danh thiếp (tờ A4, 10 tấm)",
}
