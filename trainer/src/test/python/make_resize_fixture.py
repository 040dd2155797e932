"""Writes trainer/src/test/resources/fixtures/resize.safetensors: images brought to another size as
src/docs/files-on-the-volume.md tells users of a trained network to do it in PyTorch, for ResizeParityTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.7.1 safetensors numpy
    /tmp/venv/bin/python trainer/src/test/python/make_resize_fixture.py

Keys, for every case: <case>/image, pixels 0 to 255 (3, H, W), and <case>/resized, (3, S, S).
"""

import pathlib

import safetensors.torch
import torch
from torch.nn import functional as F

OUT = pathlib.Path(__file__).parents[1] / "resources" / "fixtures" / "resize.safetensors"
CASES = {"smaller": (37, 51, 32), "larger": (20, 13, 32), "by half": (32, 32, 16), "to few": (61, 40, 8)}


def resized(image, size):
    return F.interpolate(image[None], (size, size), mode="bilinear", antialias=True, align_corners=False).add(0.5).floor()[0]


generator = torch.Generator().manual_seed(7)
tensors = {}
for name, (height, width, size) in CASES.items():
    image = torch.randint(0, 256, (3, height, width), generator=generator).float()
    tensors[f"{name}/image"] = image
    tensors[f"{name}/resized"] = resized(image, size)
safetensors.torch.save_file(tensors, OUT)
