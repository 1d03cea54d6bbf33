"""Files of the three streams in their own formats, written line by line for the tests."""

from collections.abc import Mapping
from pathlib import Path

ICEWS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City",
    "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip


def gdelt(
    number: int, day: str, by: str, toward: str, code: str, *, width: int = 61, address: str = "a.example"
) -> str:
    """A line of GDELT 2.0 (61 columns) or 1.0 (58)."""
    cells = [""] * width
    cells[0], cells[1], cells[5], cells[15], cells[26], cells[31] = str(number), day, by, toward, code, "3"
    cells[width - 2], cells[width - 1] = day, address
    return "\t".join(cells)


def mention(number: int, address: str) -> str:
    """A line of GDELT's mentions."""
    return "\t".join([str(number), "20200101", "20200102030405", "1", "a.example", address, *["1"] * 10])


def row(header: tuple[str, ...], told: Mapping[str, str]) -> str:
    """A line under a header; what is not told is left empty."""
    return "\t".join(told.get(name, "") for name in header)


def icews(number: int, day: str, by: str, toward: str, code: str, weight: float, **more: str) -> str:
    """A line of ICEWS; ``by`` and ``toward`` are countries."""
    told = {"Event ID": str(number), "Event Date": day, "Source Country": by, "Target Country": toward}
    told |= {
        "Source Name": by,
        "Target Name": toward,
        "CAMEO Code": code,
        "Intensity": str(weight),
        "Publisher": "Wire",
    }
    return row(ICEWS, told | more)


def polecat(number: str, day: str, root: str, by: str, toward: str, weight: float, **more: str) -> str:
    """A line of POLECAT; ``by`` and ``toward`` are alpha-3 codes."""
    told = {"Event ID": number, "Event Date": day, "Event Type": root, "Intensity": str(weight)}
    told |= {"Actor Country": by, "Recipient Country": toward, "Actor Name": by, "Recipient Name": toward}
    return row(POLECAT, told | more)


def write(path: Path, *lines: str) -> Path:
    """The lines as a file."""
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path
