"""Writes trainer/src/test/resources/fixtures/augmentation.safetensors: what torchvision's functional operations (version 2, on 8-bit
tensors) make of images, for AugmentationParityTest, and the magnitudes that its RandAugment has.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.7.1 torchvision==0.22.1 safetensors numpy
    /tmp/venv/bin/python trainer/src/test/python/make_augmentation_fixture.py

Keys: <image>, pixels 0 to 255 (3, S, S), and <image>/<operation>, the same size, where an operation is a word and its parameters.
"ramp" has all levels, "few" three of them, "flat" one, "noise" any, and "colours" saturated ones.
randaugment/<operation>/<size>, (31): the magnitude with which it is applied.
"""

import math
import pathlib

import safetensors.torch
import torch
from torchvision.transforms import v2
from torchvision.transforms.v2 import InterpolationMode
from torchvision.transforms.v2 import functional as F

OUT = pathlib.Path(__file__).parents[1] / "resources" / "fixtures" / "augmentation.safetensors"
FACTORS = (0.0, 0.1, 0.73, 1.3, 1.9)
BILINEAR = InterpolationMode.BILINEAR


def images():
    generator = torch.Generator().manual_seed(11)
    noise = torch.randint(0, 256, (3, 13, 13), generator=generator)
    levels = torch.arange(256).reshape(16, 16)
    ramp = torch.stack((levels, 255 - levels, levels * 7 % 256))
    few = torch.tensor([3, 100, 251])[torch.randint(0, 3, (3, 9, 9), generator=generator)]
    grid = torch.tensor([0, 255, 128, 64, 200])[torch.cartesian_prod(*[torch.arange(5)] * 3)]
    colours = grid[:121].T.reshape(3, 11, 11)
    flat = torch.tensor([7, 200, 90])[:, None, None].expand(3, 4, 4)
    named = {"noise": noise, "ramp": ramp, "few": few, "colours": colours, "flat": flat}
    return {name: image.to(torch.uint8).contiguous() for name, image in named.items()}


def shear(image, x, y):
    degrees = [math.degrees(math.atan(x)), math.degrees(math.atan(y))]
    return F.affine(image, angle=0.0, translate=[0, 0], scale=1.0, shear=degrees, interpolation=BILINEAR, center=[0, 0])


def translate(image, x, y):
    return F.affine(image, angle=0.0, translate=[x, y], scale=1.0, shear=[0.0, 0.0], interpolation=BILINEAR)


def operations():
    for factor in FACTORS:
        yield f"brightness {factor}", lambda image, f=factor: F.adjust_brightness(image, f)
        yield f"contrast {factor}", lambda image, f=factor: F.adjust_contrast(image, f)
        yield f"saturation {factor}", lambda image, f=factor: F.adjust_saturation(image, f)
        yield f"sharpness {factor}", lambda image, f=factor: F.adjust_sharpness(image, f)
    for turns in (-0.5, -0.21, 0.0, 0.04, 0.35):
        yield f"hue {turns}", lambda image, t=turns: F.adjust_hue(image, t)
    for bits in (4, 5, 7, 8):
        yield f"posterize {bits}", lambda image, b=bits: F.posterize(image, b)
    for threshold in (0.0, 76.5, 178.5, 255.0):
        yield f"solarize {threshold}", lambda image, t=threshold: F.solarize(image, t)
    yield "autocontrast", F.autocontrast
    yield "equalize", F.equalize
    for slope in (-0.3, 0.09, 0.21):
        yield f"shearx {slope}", lambda image, s=slope: shear(image, s, 0)
        yield f"sheary {slope}", lambda image, s=slope: shear(image, 0, s)
    for pixels in (-7, 0, 3):
        yield f"translatex {pixels}", lambda image, p=pixels: translate(image, p, 0)
        yield f"translatey {pixels}", lambda image, p=pixels: translate(image, 0, p)
    for degrees in (-30.0, -9.0, 0.0, 17.0):
        yield f"rotate {degrees}", lambda image, d=degrees: F.rotate(image, d, interpolation=BILINEAR)
    for top, left, height, width in ((0, 0, 4, 4), (1, 0, 3, 2), (0, 1, 2, 3), (2, 0, 1, 4)):
        name = f"part {top} {left} {height} {width}"
        box = (top, left, height, width)
        yield name, lambda image, b=box: F.resized_crop(image, *b, list(image.shape[-2:]), interpolation=BILINEAR, antialias=True)


tensors = {}
for name, image in images().items():
    tensors[name] = image.float()
    for operation, function in operations():
        tensors[f"{name}/{operation}"] = function(image).float()
for operation, (magnitudes, _) in v2.RandAugment._AUGMENTATION_SPACE.items():
    for size in (28, 32, 64, 224):
        values = magnitudes(31, size, size)
        if values is not None:
            tensors[f"randaugment/{operation}/{size}"] = values.float()
safetensors.torch.save_file(tensors, OUT)
