"""Writes trainer/src/test/resources/fixtures/layers.json: in which layer timm has each parameter, for LayerRatesTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.7.1 torchvision==0.22.1 timm==1.0.22
    /tmp/venv/bin/python trainer/src/test/python/make_layers_fixture.py

By network of this project, by parameter, the number of layers below the head: what layer decay's exponent is.
"""

import json
import pathlib

import timm
from timm.models import group_parameters

OUT = pathlib.Path(__file__).parents[1] / "resources" / "fixtures" / "layers.json"
NETWORKS = {
    "vit-tiny": "vit_tiny_patch16_224",
    "swin-tiny": "swin_tiny_patch4_window7_224",
    "convnextv2-atto": "convnextv2_atto",
}


def below(name):
    network = timm.create_model(name, num_classes=5)
    layers = group_parameters(network, network.group_matcher(coarse=False), reverse=True)
    return {parameter: max(layers.values()) - layers[parameter] for parameter, _ in network.named_parameters()}


def main():
    # One line a network.
    lines = [f"  {json.dumps(ours)}: {json.dumps(below(theirs))}" for ours, theirs in NETWORKS.items()]
    OUT.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(OUT, OUT.stat().st_size, timm.__version__)


if __name__ == "__main__":
    main()
