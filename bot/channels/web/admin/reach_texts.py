"""Vietnamese words of the admin room's page about reach; names and meanings of figures are in `reach_wording`."""

from bot.office import reach_wording

REACH = reach_wording.REACH
ABOUT = "Bao nhiêu người đến qua quầy, hỏi gì, biết thêm cách nộp nào."
LEAD = "Chỉ có số đếm theo ngày, quầy và thủ tục; không có dữ liệu cá nhân."
PERIODS_LABEL = "Khoảng thời gian"
PERIODS = {1: "Tuần này", 4: "4 tuần", 12: "12 tuần"}
FIRST, LAST, SHOW = "Từ ngày", "Đến ngày", "Xem"
HEADING = "Từ {first} đến {last}"
ONLY = "Chỉ tính {desk}, số {number}."
ALL_DESKS = "Xem mọi quầy"
ERROR_HEADING = "Chưa xem được khoảng này"
NOTHING = "Chưa đếm được gì trong khoảng này. Anh/chị in mã QR của quầy, đặt ở nơi người dân thấy."
NO_LINES = "Chưa có."
CHART_TOLD = "Người biết thêm cách nộp, theo tuần"
CHART_QUESTIONS = "Câu hỏi được trả lời, theo tuần"
LEGEND = ("đến qua quầy", "tự tìm đến")
DOWNLOAD = "Tải Excel"
SHOWN_OF = "{shown} dòng đầu trong {count}; tệp Excel có đủ."
FILE = "ket-qua-tuyen-truyen-{first}-{last}.xlsx"
