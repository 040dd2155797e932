"""Makes the picture corpus: everyday files of every kind, and the pixels that Pillow reads from them.

    pip install pillow==13.0.0 numpy imagecodecs && apt-get install libjpeg-turbo-progs imagemagick
    python3 make_pictures.py ../resources/pictures

Writes one file a kind and `pixels.txt`: name, width, height, and the SHA-256 of the bytes of `convert("RGB")`. Where Pillow's
way from 16 bits or from transparency to RGB is no plain reading of the samples, the line below says what is done instead.
"""

import hashlib
import io
import pathlib
import struct
import subprocess
import sys
import zlib

import imagecodecs
import numpy as np
from PIL import Image

OUT = pathlib.Path(sys.argv[1])
FILES = {}


def picture(width, height):
    """Smooth colours, an edge and some noise: what upsampling of colours is seen in."""
    y, x = np.mgrid[0:height, 0:width]
    random = np.random.RandomState(width * 1000 + height)
    image = np.stack([x * 255 / width, y * 255 / height, 128 + 100 * np.sin((x + y) / 3)], -1)
    image[(x - width / 2) ** 2 + (y - height / 2) ** 2 < (height / 3) ** 2] = (240, 30, 20)
    return np.clip(image + random.normal(0, 6, image.shape), 0, 255).astype(np.uint8)


RGB = picture(23, 21)
WIDE = picture(40, 30)
GREY = RGB.mean(-1).astype(np.uint8)


def pillow(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def ppm(array):
    head = f"P{5 if array.ndim == 2 else 6}\n{array.shape[1]} {array.shape[0]}\n255\n".encode()
    return head + array.tobytes()


def run(command, data):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def cjpeg(array, *options):
    return run(["cjpeg", *options], ppm(array))


def magick(array, *options):
    return run(["convert", "ppm:-", *options], ppm(array))


# JPEG segments


def segments(data):
    """Markers with their bytes up to SOS, and the rest."""
    at, parts = 2, []
    while data[at + 1] != 0xDA:
        length = struct.unpack(">H", data[at + 2 : at + 4])[0]
        parts.append((data[at + 1], data[at : at + 2 + length]))
        at += 2 + length
    return parts, data[at:]


def segment(marker, payload):
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
EXIF = segment(0xE1, b"Exif\0\0MM\0*\0\0\0\b\0\1" + struct.pack(">HHIHHI", 0x0112, 3, 1, 1, 0, 0))
TURNED = segment(0xE1, b"Exif\0\0MM\0*\0\0\0\b\0\1" + struct.pack(">HHIHHI", 0x0112, 3, 1, 6, 0, 0))


def adobe(transform):
    return segment(0xEE, b"Adobe\0\x64\0\0\0\0" + bytes([transform]))


def marked(data, *heads, ids=None):
    """The same picture with other application segments, and with other component ids."""
    parts, rest = segments(data)
    out = b"\xff\xd8" + b"".join(heads)
    for marker, part in parts:
        if 0xE0 <= marker <= 0xEF:
            continue
        if ids and marker in (0xC0, 0xC1, 0xC2):
            part = bytearray(part)
            for i, name in enumerate(ids):
                part[10 + 3 * i] = name
            part = bytes(part)
        out += part
    if ids:
        rest = bytearray(rest)
        for i, name in enumerate(ids):
            rest[5 + 2 * i] = name
        rest = bytes(rest)
    return out + rest


def jpegs():
    photo = Image.fromarray(RGB)
    for name, sample in {"444": "1x1", "422": "2x1", "420": "2x2", "440": "1x2", "411": "4x1", "441": "1x4", "410": "4x2"}.items():
        FILES[f"jpeg-{name}.jpg"] = cjpeg(RGB, "-quality", "85", "-sample", sample)
    FILES["jpeg-420-wide.jpg"] = cjpeg(WIDE, "-quality", "70", "-sample", "2x2")
    FILES["jpeg-422-wide.jpg"] = cjpeg(WIDE, "-quality", "70", "-sample", "2x1")
    FILES["jpeg-luma-subsampled.jpg"] = cjpeg(RGB, "-quality", "85", "-sample", "1x1,2x2,1x1")
    FILES["jpeg-one-pixel.jpg"] = cjpeg(RGB[:1, :1], "-sample", "2x2")
    FILES["jpeg-one-row.jpg"] = cjpeg(RGB[:1], "-sample", "2x2")
    FILES["jpeg-one-column.jpg"] = cjpeg(RGB[:, :1], "-sample", "2x2")
    FILES["jpeg-progressive.jpg"] = cjpeg(RGB, "-progressive", "-sample", "2x2")
    FILES["jpeg-progressive-444.jpg"] = cjpeg(RGB, "-progressive", "-sample", "1x1")
    FILES["jpeg-progressive-grey.jpg"] = cjpeg(GREY, "-progressive")
    FILES["jpeg-optimised.jpg"] = cjpeg(RGB, "-optimize")
    FILES["jpeg-restarts.jpg"] = cjpeg(WIDE, "-restart", "1B", "-sample", "2x2")
    FILES["jpeg-quality-1.jpg"] = cjpeg(RGB, "-quality", "1")
    FILES["jpeg-quality-100.jpg"] = cjpeg(RGB, "-quality", "100", "-sample", "1x1")
    FILES["jpeg-grey.jpg"] = cjpeg(GREY)
    FILES["jpeg-rgb.jpg"] = cjpeg(RGB, "-rgb", "-sample", "1x1")
    FILES["jpeg-pillow-keyframe.jpg"] = pillow(photo, "JPEG", quality=75, subsampling=1, comment=b"hello")
    full, half = cjpeg(RGB, "-sample", "1x1"), cjpeg(RGB, "-sample", "2x2")
    FILES["jpeg-exif-ids-012.jpg"] = marked(full, EXIF, ids=(0, 1, 2))
    FILES["jpeg-exif-ids-123.jpg"] = marked(full, EXIF)
    FILES["jpeg-exif-ids-012-420.jpg"] = marked(half, EXIF, ids=(0, 1, 2))
    FILES["jpeg-bare-ids-012.jpg"] = marked(full, ids=(0, 1, 2))
    FILES["jpeg-bare-ids-123.jpg"] = marked(full)
    FILES["jpeg-bare-ids-rgb.jpg"] = marked(full, ids=(82, 71, 66))
    FILES["jpeg-bare-ids-yCc.jpg"] = marked(full, ids=(89, 67, 99))
    FILES["jpeg-bare-ids-123-420.jpg"] = marked(half)
    FILES["jpeg-jfif-ids-012.jpg"] = marked(full, JFIF, ids=(0, 1, 2))
    FILES["jpeg-jfif-ids-rgb.jpg"] = marked(full, JFIF, ids=(82, 71, 66))
    for transform in (0, 1, 2):
        FILES[f"jpeg-jfif-adobe-{transform}.jpg"] = marked(full, JFIF, adobe(transform))
        FILES[f"jpeg-adobe-{transform}.jpg"] = marked(full, adobe(transform))
        FILES[f"jpeg-adobe-{transform}-420.jpg"] = marked(half, adobe(transform))
    FILES["jpeg-adobe-jfif.jpg"] = marked(full, adobe(0), JFIF)
    FILES["jpeg-orientation-6.jpg"] = marked(full, JFIF, TURNED)
    FILES["jpeg-icc.jpg"] = marked(full, JFIF, segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(40)))
    FILES["jpeg-comment.jpg"] = marked(full, JFIF, segment(0xFE, b"a comment \xff\xd9 with an end in it"))
    FILES["jpeg-junk-before-end.jpg"] = half[:-2] + b"\x10" * 65 + b"\xff\xd9"
    FILES["jpeg-junk-after-end.jpg"] = half + b"trailer" * 9
    FILES["jpeg-junk-between-segments.jpg"] = half[:2] + JFIF + b"junk" + half[2:]
    FILES["jpeg-fill-bytes.jpg"] = half[:2] + b"\xff" * 7 + half[2:]
    FILES["jpeg-two-pictures.jpg"] = half + full
    cmyk = photo.convert("CMYK")
    FILES["jpeg-cmyk-adobe.jpg"] = pillow(cmyk, "JPEG", quality=90)
    FILES["jpeg-cmyk-bare.jpg"] = marked(pillow(cmyk, "JPEG", quality=90))
    # Photoshop's way: inverted inks, luminance and colour differences.
    inks = 255 - np.asarray(cmyk)
    FILES["jpeg-ycck.jpg"] = imagecodecs.jpeg8_encode(np.ascontiguousarray(inks), 90, colorspace="CMYK", outcolorspace="YCCK")
    FILES["jpeg-ycck-420.jpg"] = imagecodecs.jpeg8_encode(
        np.ascontiguousarray(inks), 90, colorspace="CMYK", outcolorspace="YCCK", subsampling="420"
    )
    FILES["jpeg-12-tables.jpg"] = cjpeg(RGB, "-quality", "5", "-baseline")


# PNG chunks


def chunk(kind, payload, right=True):
    crc = zlib.crc32(kind + payload) & 0xFFFFFFFF
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", crc if right else crc ^ 1)


def png(samples, depth, colour, interlaced, *chunks):
    """(H, W, C) samples as they are, in the order of Adam7 where interlaced."""
    height, width, _ = samples.shape
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    rows = b""
    for x, y, right, down in passes if interlaced else [(0, 0, 1, 1)]:
        for row in samples[y::down, x::right]:
            if len(row):
                rows += b"\0" + packed(row.reshape(-1), depth)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def packed(row, depth):
    if depth >= 8:
        return row.astype(">u2" if depth == 16 else np.uint8).tobytes()
    bits = (row[:, None] >> np.arange(depth - 1, -1, -1)) & 1
    return np.packbits(bits.astype(np.uint8)).tobytes()


def with_chunks(data, *chunks):
    """Behind the header."""
    return data[:33] + b"".join(chunks) + data[33:]


def pngs():
    photo = Image.fromarray(RGB)
    grey = Image.fromarray(GREY)
    plain = pillow(photo, "PNG")
    random = np.random.RandomState(7)
    palette = chunk(b"PLTE", random.randint(0, 256, 768).astype(np.uint8).tobytes())
    kinds = {"grey": (0, (1, 2, 4, 8, 16)), "rgb": (2, (8, 16)), "palette": (3, (1, 2, 4, 8)), "grey-alpha": (4, (8, 16)), "rgba": (6, (8, 16))}
    for name, (colour, depths) in kinds.items():
        for depth in depths:
            # 13 x 11: no side is a whole number of bytes or of Adam7's tiles.
            samples = random.randint(0, 1 << depth, (11, 13, {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]))
            colours = palette[: 8 + 3 * (1 << depth)]
            colours = [chunk(b"PLTE", colours[8:])] if colour == 3 else []
            for interlaced in (0, 1):
                FILES[f"png-{name}-{depth}{'-interlaced' * interlaced}.png"] = png(samples, depth, colour, interlaced, *colours)
    FILES["png-transparent-colour.png"] = pillow(photo, "PNG", transparency=(240, 30, 20))
    FILES["png-transparent-palette.png"] = pillow(photo.quantize(16), "PNG", transparency=3)
    FILES["png-transparent-grey.png"] = pillow(grey, "PNG", transparency=77)
    FILES["png-gamma.png"] = with_chunks(plain, chunk(b"gAMA", struct.pack(">I", 100000)))
    FILES["png-srgb.png"] = with_chunks(plain, chunk(b"sRGB", b"\0"))
    FILES["png-text.png"] = with_chunks(plain, chunk(b"tEXt", b"Comment\0hello"))
    FILES["png-unknown-chunk.png"] = with_chunks(plain, chunk(b"xyZz", b"whatever"))
    FILES["png-junk-after-end.png"] = plain + b"trailer"
    rows = b"".join(bytes([i % 5]) + filtered(RGB, i) for i in range(len(RGB)))
    stream = zlib.compress(rows)
    head = plain[:33]
    parts = b"".join(chunk(b"IDAT", stream[i : i + 100]) for i in range(0, len(stream), 100))
    FILES["png-filters-in-many-chunks.png"] = head + chunk(b"IDAT", b"") + parts + chunk(b"IEND", b"")
    wrong = with_chunks(plain, chunk(b"tEXt", b"Comment\0hello", right=False))
    FILES["png-wrong-checksum-in-text.png"] = wrong


def filtered(image, row):
    """A row by filter `row % 5`: none, sub, up, average, Paeth."""
    raw = image[row].reshape(-1).astype(int)
    up = image[row - 1].reshape(-1).astype(int) if row else np.zeros_like(raw)
    left = np.concatenate([np.zeros(3, int), raw[:-3]])
    corner = np.concatenate([np.zeros(3, int), up[:-3]])
    guess = left + up - corner
    a, b, c = abs(guess - left), abs(guess - up), abs(guess - corner)
    paeth = np.where((a <= b) & (a <= c), left, np.where(b <= c, up, corner))
    return ((raw - [0, left, up, (left + up) // 2, paeth][row % 5]) % 256).astype(np.uint8).tobytes()


def others():
    photo = Image.fromarray(RGB)
    grey = Image.fromarray(GREY)
    palette = photo.quantize(60)
    FILES["gif-87a.gif"] = pillow(palette, "GIF", interlace=0)
    FILES["gif-interlaced.gif"] = pillow(palette, "GIF", interlace=1)
    FILES["gif-grey.gif"] = pillow(grey, "GIF")
    FILES["gif-transparent.gif"] = pillow(palette, "GIF", transparency=5)
    FILES["gif-animated.gif"] = pillow(palette, "GIF", save_all=True, append_images=[palette.rotate(90), palette.rotate(180)])
    for quality in (20, 80, 100):
        FILES[f"webp-{quality}.webp"] = pillow(photo, "WEBP", quality=quality)
    FILES["webp-lossless.webp"] = pillow(photo, "WEBP", lossless=True)
    FILES["webp-wide.webp"] = pillow(Image.fromarray(WIDE), "WEBP", quality=60, method=0)
    FILES["webp-grey.webp"] = pillow(grey, "WEBP", quality=75)
    FILES["webp-sharp-yuv.webp"] = pillow(photo, "WEBP", quality=75, method=6)
    alpha = photo.convert("RGBA")
    alpha.putalpha(grey)
    FILES["webp-alpha.webp"] = pillow(alpha, "WEBP", quality=80)
    FILES["webp-alpha-lossless.webp"] = pillow(alpha, "WEBP", lossless=True, exact=True)
    FILES["webp-exif.webp"] = pillow(photo, "WEBP", quality=80, exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0")
    FILES["webp-palette.webp"] = pillow(palette.convert("RGB"), "WEBP", lossless=True)
    FILES["bmp-24.bmp"] = pillow(photo, "BMP")
    FILES["bmp-8.bmp"] = pillow(palette, "BMP")
    FILES["bmp-grey.bmp"] = pillow(grey, "BMP")
    FILES["bmp-1.bmp"] = pillow(grey.convert("1"), "BMP")
    FILES["bmp-32.bmp"] = pillow(photo.convert("RGBA"), "BMP")
    FILES["bmp-rle.bmp"] = magick(RGB, "-colors", "40", "-compress", "RLE", "bmp3:-")
    FILES["bmp-v3.bmp"] = magick(RGB, "bmp3:-")
    top_down = bytearray(FILES["bmp-24.bmp"])
    struct.pack_into("<i", top_down, 22, -len(RGB))
    FILES["bmp-top-down.bmp"] = bytes(top_down)
    for compression in ("raw", "tiff_lzw", "tiff_deflate", "packbits"):
        FILES[f"tiff-{compression.replace('tiff_', '')}.tif"] = pillow(photo, "TIFF", compression=compression)
    FILES["tiff-grey.tif"] = pillow(grey, "TIFF")
    FILES["tiff-palette.tif"] = pillow(palette, "TIFF")
    FILES["tiff-1.tif"] = pillow(grey.convert("1"), "TIFF")
    FILES["tiff-rgba.tif"] = pillow(photo.convert("RGBA"), "TIFF")
    FILES["tiff-big-endian.tif"] = magick(RGB, "-define", "tiff:endian=msb", "-compress", "None", "tiff:-")
    FILES["tiff-tiled.tif"] = magick(RGB, "-define", "tiff:tile-geometry=16x16", "-compress", "None", "tiff:-")
    FILES["tiff-predictor.tif"] = magick(RGB, "-compress", "LZW", "-define", "tiff:predictor=2", "tiff:-")
    FILES["tiff-pages.tif"] = pillow(photo, "TIFF", save_all=True, append_images=[photo.rotate(90)])


def pixels(name, data):
    if name == "png-wrong-checksum-in-text.png":
        # libpng reads on with a warning; Pillow alone stops.
        data = FILES["png-text.png"]
    image = Image.open(io.BytesIO(data))
    if image.mode == "I;16":
        # Pillow cuts at 255; of all other kinds of 16 bits it takes the high byte.
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    return image.convert("RGB")


def main():
    jpegs()
    pngs()
    others()
    lines = []
    for name, data in sorted(FILES.items()):
        (OUT / name).write_bytes(data)
        try:
            image = pixels(name, data)
            lines.append(f"{name} {image.width} {image.height} {hashlib.sha256(image.tobytes()).hexdigest()}")
        except Exception as e:
            print(name, type(e).__name__, e)
    (OUT / "pixels.txt").write_text("\n".join(lines) + "\n")
    print(len(lines), "pictures,", sum(map(len, FILES.values())), "bytes")


main()
