"""A figure, and the table of all of them."""

from dataclasses import astuple, dataclass

HEADINGS = ("Figure", "Target", "Measured", "Reached")


@dataclass
class Figure:
    name: str
    target: str
    measured: str
    reached: bool | None = None

    @property
    def verdict(self):
        return {True: "yes", False: "NO", None: ""}[self.reached]


def table(figures):
    rows = [HEADINGS, *((*astuple(figure)[:3], figure.verdict) for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    )


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
