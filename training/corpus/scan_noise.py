"""What scanners, copiers and telephones do to a page: grey pictures in, grey pictures out, one function a kind of noise."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from random import Random

import numpy
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from training.corpus.damage import beside

Page = Image.Image  # mode L: 0 is black
Noise = Callable[[Random, Page], Page]
WHITE = 255
SPECKS = 0.0004  # of the pixels, at most; a copier's dirty glass shows about one in ten thousand


def shear(rng: Random, page: Page) -> Page:
    """The page runs askew through the feeder: its lines stay level, its sides lean."""
    lean = rng.choice((-1, 1)) * rng.uniform(0.003, 0.012)
    change = (1, lean, -lean * page.height / 2, 0, 1, 0)
    return page.transform(page.size, Image.Transform.AFFINE, change, Image.Resampling.BICUBIC, fillcolor=WHITE)


def tilt(rng: Random, page: Page) -> Page:
    """The page lies turned by up to one and a half degrees."""
    return page.rotate(rng.choice((-1, 1)) * rng.uniform(0.1, 1.45), Image.Resampling.BICUBIC, fillcolor=WHITE)


def blur(rng: Random, page: Page) -> Page:
    """Out of focus, by half a point at most, whatever the resolution."""
    return page.filter(ImageFilter.GaussianBlur(rng.uniform(0.15, 0.5) * page.width / 595))


def uneven_light(rng: Random, page: Page) -> Page:
    """One side or corner darker than the other."""
    across = numpy.linspace(rng.uniform(0.7, 1), rng.uniform(0.7, 1), page.width)
    down = numpy.linspace(rng.uniform(0.8, 1), rng.uniform(0.8, 1), page.height)
    return _page(_pixels(page) * down[:, None] * across[None, :])


def edge_shadow(rng: Random, page: Page) -> Page:
    """A dark strip along one edge: the fold of a bound volume, or a lid left open."""
    pixels = _pixels(page)
    turned = rng.choice((0, 1, 2, 3))
    pixels = numpy.rot90(pixels, turned)
    reach = rng.uniform(0.01, 0.03) * pixels.shape[1]
    strip = 1 - rng.uniform(0.5, 0.95) * numpy.exp(-numpy.arange(pixels.shape[1]) / reach)
    return _page(numpy.rot90(pixels * strip[None, :], -turned))


def low_contrast(rng: Random, page: Page) -> Page:
    """Grey paper and pale ink."""
    ink, paper = rng.uniform(20, 110), rng.uniform(190, 245)
    return _page(ink + _pixels(page) * ((paper - ink) / WHITE))


def grain(rng: Random, page: Page) -> Page:
    """The grain of a sensor."""
    return _page(_pixels(page) + _generator(rng).normal(0, rng.uniform(3, 9), (page.height, page.width)))


def speckle(rng: Random, page: Page) -> Page:
    """Black and white specks of one to three pixels."""
    draws = _generator(rng)
    pixels = _pixels(page)
    count = int(rng.uniform(SPECKS / 20, SPECKS) * pixels.size)
    tops, lefts = draws.integers(0, page.height, count), draws.integers(0, page.width, count)
    for top, left, size, dark in zip(tops, lefts, draws.integers(1, 4, count), draws.random(count) < 0.7, strict=True):
        pixels[top : top + size, left : left + size] = 40 if dark else WHITE
    return _page(pixels)


def black_white(rng: Random, page: Page) -> Page:
    """Nothing but black and white, as fax machines and many office scanners keep a page."""
    limit = rng.uniform(0.45, 0.75) * float(numpy.percentile(_pixels(page), 80))
    return page.point([0 if grey < limit else WHITE for grey in range(256)])


def jpeg(rng: Random, page: Page) -> Page:
    """Saved once more at a low quality: rings around the letters, blocks of eight."""
    out = io.BytesIO()
    page.save(out, "JPEG", quality=rng.randint(15, 40))
    with Image.open(io.BytesIO(out.getvalue())) as again:
        return again.convert("L")


NOISES: dict[str, Noise] = {  # in the order in which they happen to a page
    "scan_shear": shear,
    "scan_tilt": tilt,
    "scan_blur": blur,
    "scan_uneven_light": uneven_light,
    "scan_edge_shadow": edge_shadow,
    "scan_low_contrast": low_contrast,
    "scan_grain": grain,
    "scan_speckle": speckle,
    "scan_black_white": black_white,
    "scan_jpeg": jpeg,
}
RATES = (0.15, 0.6, 0.4, 0.3, 0.2, 0.25, 0.2, 0.3, 0.2, 0.3)
SCAN_BREAKAGES = tuple(
    beside(name, rate, apply.__doc__ or "", ("scan_",))
    for (name, apply), rate in zip(NOISES.items(), RATES, strict=True)
)


def noisy(rng: Random, page: Page, names: Iterable[str]) -> Page:
    """The page with the named kinds of noise, in the order in which they happen. KeyError on a name that is none."""
    wanted = set(names)
    if unknown := wanted - NOISES.keys():
        raise KeyError(f"no such noise: {', '.join(sorted(unknown))}")
    for name, apply in NOISES.items():
        if name in wanted:
            page = apply(rng, page)
    return page


def _pixels(page: Page) -> NDArray[numpy.float64]:
    return numpy.asarray(page, dtype=numpy.float64).copy()


def _page(pixels: NDArray[numpy.float64]) -> Page:
    return Image.fromarray(numpy.clip(numpy.rint(pixels), 0, WHITE).astype(numpy.uint8))


def _generator(rng: Random) -> numpy.random.Generator:
    return numpy.random.default_rng(rng.getrandbits(64))
