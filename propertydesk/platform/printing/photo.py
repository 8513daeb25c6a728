"""A photo on paper: cut to its place, no finer than a printer shows, so that a sheet stays small."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_

DOTS_PER_INCH = 300
_INCH = 25.4
_QUALITY = 85
_FORMATS = ("WEBP", "JPEG", "PNG")
#: Pictures are kept with sides of 1,600 at most; whatever is larger was not kept by us.
_MOST_PIXELS = 1600 * 1600
#: A face is rather in the upper part of its picture.
_CENTRE = (0.5, 0.35)


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as it will be set: JPEG of `width` by `height` pixels, in the shape of its place."""

    jpeg: bytes
    width: int
    height: int


def photo_for(content: bytes, *, width: float, height: float) -> Photo:
    """A kept picture, cut to a place of `width` by `height` mm; the same picture gives the same bytes.

    It fills the place: what is too wide or too high is cut off. Raises Invalid for what is no
    picture of ours.
    """
    try:
        image = Image.open(BytesIO(content), formats=_FORMATS)
        if image.width * image.height > _MOST_PIXELS:
            raise Invalid(N_("The picture is too large for print."))
        upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError) as error:
        raise Invalid(N_("The picture is damaged and cannot be read.")) from error
    size = _pixels(upright.size, width, height)
    cut = ImageOps.fit(upright, size, Image.Resampling.LANCZOS, centering=_CENTRE)
    written = BytesIO()
    cut.save(written, "JPEG", quality=_QUALITY)
    return Photo(written.getvalue(), *cut.size)


def _pixels(has: tuple[int, int], width: float, height: float) -> tuple[int, int]:
    """As many as the printer shows in the place, or as many as there are."""
    across, down = width / _INCH * DOTS_PER_INCH, height / _INCH * DOTS_PER_INCH
    factor = min(1.0, max(has[0] / across, has[1] / down))
    return max(1, round(across * factor)), max(1, round(down * factor))
