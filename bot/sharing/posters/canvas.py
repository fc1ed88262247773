"""A page to draw on in millimetres from a corner of one's own, at a scale of one's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from fpdf import FPDF

from bot.sharing.posters.fitting import POINT, Style, fit
from bot.sharing.posters.fonts import ASCENT, white_before, width
from bot.sharing.posters.icons import BUBBLE, DOOR, UNITS, Icon, Line
from bot.sharing.qr import QUIET, Matrix, dark_boxes

BLACK, RED, WHITE = (0, 0, 0), (155, 28, 28), (255, 255, 255)
"""The red is that of the site; printed without colours it is nearly black."""
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Area:
    """A box in millimetres; `top` grows downwards."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends on the right."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.top + self.height

    def inset(self, by: float) -> "Area":
        """Return what is left within a frame so thick."""
        return Area(self.left + by, self.top + by, self.width - 2 * by, self.height - 2 * by)


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where (0, 0) lies on the page and how many millimetres a unit is; what is drawn is never outside its area."""

    pdf: FPDF
    left: float = 0.0
    top: float = 0.0
    scale: float = 1.0

    def write(
        self, text: str, style: Style, area: Area, *, right: bool = False, low: bool = False, colour: Colour = BLACK
    ) -> Area:
        """Write `text` into `area`, at its top or `low`, from the left or the right; return what it took."""
        fitted = fit(text, style, area.width, area.height)
        top = area.bottom - fitted.height if low else area.top
        size = fitted.size * POINT
        self.pdf.set_font(style.weight, size=fitted.size * self.scale)
        self.pdf.set_text_color(*colour)
        for place, line in enumerate(fitted.lines):
            indent = -white_before(line, style.weight) * size
            if right:
                indent = area.width - width(line, style.weight) * size
            x, y = self._at(area.left + indent, top + (ASCENT + place * style.leading) * size)
            self.pdf.text(x, y, line)
        return Area(area.left, top, area.width, fitted.height)

    def code(self, modules: Matrix, area: Area) -> None:
        """Draw a QR code with its quiet zone into a square."""
        module = area.width / (len(modules) + 2 * QUIET)
        left, top = area.left + QUIET * module, area.top + QUIET * module
        for column, row, across, down in dark_boxes(modules):
            self.fill(Area(left + column * module, top + row * module, across * module, down * module))

    def fill(self, area: Area, colour: Colour = BLACK) -> None:
        """Fill a box."""
        self.pdf.set_fill_color(*colour)
        self.pdf.rect(*self._at(area.left, area.top), area.width * self.scale, area.height * self.scale, style="F")

    def line(self, points: Sequence[tuple[float, float]], thickness: float, colour: Colour = BLACK) -> None:
        """Draw through `points`."""
        self.pdf.set_line_width(thickness * self.scale)
        self.pdf.set_draw_color(*colour)
        self.pdf.polyline([self._at(x, y) for x, y in points])

    def icon(self, icon: Icon, area: Area, thickness: float) -> None:
        """Draw a small picture into a square."""
        for line in icon.value:
            self.line(_within(line, area), thickness, RED)

    def sign(self, area: Area) -> None:
        """Draw the project's sign into a square."""
        for line, colour in ((BUBBLE, RED), (DOOR, WHITE)):
            self.pdf.set_fill_color(*colour)
            self.pdf.polygon([self._at(x, y) for x, y in _within(line, area)], style="F")

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return self.left + x * self.scale, self.top + y * self.scale


def _within(line: Line, area: Area) -> list[tuple[float, float]]:
    unit = area.width / UNITS
    return [(area.left + x * unit, area.top + y * unit) for x, y in line]
