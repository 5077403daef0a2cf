"""What is looked at of an edition: of pages those that are asked for, all of it where it is judged.

Placing a page costs a twelfth of placing twelve. So a print edition is composed and made up whole,
which tells how many pages there are, and each page is placed when somebody looks at it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from zhengben.document.declaration import Declaration
from zhengben.document.errors import RenderError, UsageError
from zhengben.press.writers import Product

# as many pages are kept as somebody has in sight, and scrolls past
_MOST_PAGES = 24


class MadeView:
    """An edition as it was last made, or the ``error`` that kept it from being made.

    ``whole`` makes its files, once; ``page`` makes a PDF in which one of the ``pages`` holds
    something, for an edition that is placed page by page. ``texts`` are what it shows, by ``tags``.
    ``alone`` is held while anything is made.
    """

    def __init__(
        self,
        version: str,
        *,
        tags: tuple[str, ...] = (),
        texts: tuple[Declaration, ...] = (),
        whole: Callable[[], tuple[Product, ...]] = tuple,
        page: Callable[[int], bytes] | None = None,
        pages: int = 0,
        error: str = "",
        alone: threading.RLock | None = None,
    ) -> None:
        self.version, self.error = version, error
        self.tags, self.texts = tags, texts
        self._whole, self._page, self._pages = whole, page, pages
        self._products: tuple[Product, ...] | None = None
        self._shown = dict[int, bytes]()
        self._alone = alone or threading.RLock()

    @property
    def products(self) -> tuple[Product, ...]:
        """Return its files, which are made when they are asked for first; none of an error."""
        with self._alone:
            if self._products is None:
                self._products = self._whole()
            return self._products

    @property
    def product(self) -> Product:
        """Return what is shown: of an edition that is imposed the single pages."""
        if not self.products:
            raise RenderError(self.error or "There is nothing to show.")
        return self.products[0]

    @property
    def pages(self) -> int:
        """Return how many pages there are, 0 where a format has none."""
        if self.error:
            return 0
        return self._pages if self._page else self.product.pages

    def pdf_of(self, number: int) -> bytes:
        """Return a PDF that shows a page, from 1; raise UsageError for one that is not there."""
        if not 1 <= number <= self.pages:
            raise UsageError(f"There is no page {number}.")
        with self._alone:
            if self._page is None or self._products is not None:
                return self.product.data
            if number not in self._shown:
                if len(self._shown) >= _MOST_PAGES:
                    self._shown.pop(next(iter(self._shown)))
                self._shown[number] = self._page(number)
            return self._shown[number]
