"""A plot as SVG: lines with points on linear axes that begin at zero, readable on light and dark pages."""

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 64, 20, 56, 50
COLOURS = ("#2f7de1", "#e0712c", "#2c9c6a")
STYLE = """<style>
  text { font: 12px system-ui, sans-serif; fill: #333 }
  .title { font-size: 14px; font-weight: 600 }
  .axis { stroke: #777 }
  .grid { stroke: #999; stroke-opacity: 0.3 }
  @media (prefers-color-scheme: dark) { text { fill: #ddd } }
</style>"""


def step(most):
    """A round distance between four to eight ticks."""
    size = 10.0 ** -6
    while True:
        for factor in (1, 2, 2.5, 5):
            if most / (size * factor) <= 8:
                return size * factor
        size *= 10


def told(value):
    if value >= 1_000_000:
        return f"{value / 1_000_000:g}M"
    return f"{value / 1_000:g}k" if value >= 10_000 else f"{value:g}"


def plot(title, across, up, lines):
    """`lines` are points by name; each point is (x, y)."""
    most_x = max(x for points in lines.values() for x, _ in points)
    most_y = max(y for points in lines.values() for _, y in points) * 1.05
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def place(x, y):
        return round(LEFT + x / most_x * wide, 1), round(TOP + high - y / most_y * high, 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img">',
        f"<title>{title}</title>",
        STYLE,
        f'<text class="title" x="{LEFT}" y="20">{title}</text>',
    ]
    for at in range(int(most_y / step(most_y)) + 1):
        x, y = place(0, at * step(most_y))
        parts.append(f'<line class="grid" x1="{x}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}"/>')
        parts.append(f'<text x="{x - 8}" y="{y + 4}" text-anchor="end">{told(round(at * step(most_y), 9))}</text>')
    for at in range(int(most_x / step(most_x)) + 1):
        x, y = place(at * step(most_x), 0)
        parts.append(f'<line class="axis" x1="{x}" y1="{y}" x2="{x}" y2="{y + 5}"/>')
        parts.append(f'<text x="{x}" y="{y + 19}" text-anchor="middle">{told(round(at * step(most_x), 9))}</text>')
    x, y = place(0, 0)
    parts.append(f'<path class="axis" fill="none" d="M{x} {TOP}V{y}H{WIDTH - RIGHT}"/>')
    parts.append(f'<text x="{LEFT + wide / 2}" y="{HEIGHT - 10}" text-anchor="middle">{across}</text>')
    parts.append(f'<text transform="rotate(-90 16 {TOP + high / 2})" x="16" y="{TOP + high / 2}" text-anchor="middle">{up}</text>')
    for number, (name, points) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        places = [place(*point) for point in points]
        path = " ".join(f"{x},{y}" for x, y in places)
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{path}"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>' for x, y in places]
        parts.append(f'<circle cx="{LEFT + 6 + number * 110}" cy="38" r="4" fill="{colour}"/>')
        parts.append(f'<text x="{LEFT + 16 + number * 110}" y="42">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])
