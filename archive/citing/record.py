"""What a citation needs to know of an article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Citation:
    """An article as it is cited; what the paper does not print is empty, never guessed.

    `authors` are names as printed, in their order; `page` is the printed number of the page.
    `address` is the full one of the article here, `archive` the name of this site, `accessed` the
    day on which it was read there. `opening` is how the text begins where no title is printed;
    `title` is then that of the lists, （无题）….
    """

    title: str
    newspaper: str
    date: date
    address: str
    accessed: date
    archive: str
    authors: tuple[str, ...] = ()
    subtitle: str = ""
    opening: str = ""
    page: str = ""

    @property
    def heading(self) -> str:
        """Title and subtitle as Chinese print joins them: 让工业稳起来——访市长李明."""
        return f"{self.title}——{self.subtitle}" if self.subtitle else self.title

    @property
    def colon_heading(self) -> str:
        """The same as catalogues join them: 让工业稳起来：访市长李明."""
        return f"{self.title}：{self.subtitle}" if self.subtitle else self.title
