"""Writes trainer/src/test/resources/fixtures/activation.safetensors: T* with other activations, for JointTeacherParityTest.

    /tmp/venv/bin/python trainer/src/test/python/make_activation_fixture.py

The network of make_joint_fixture.py, with one trunk for all experts. Keys are <activation>/..., as there.
"""

import make_joint_fixture as joint
import safetensors.torch
import torch
from torch.nn import functional as F

OUT = joint.OUT.with_name("activation.safetensors")


def main():
    torch.manual_seed(11)
    torch.use_deterministic_algorithms(True)
    tensors = {}
    features, labels = joint.batch(tensors)
    for name, function in {"RELU": F.relu, "SILU": F.silu}.items():
        joint.ACTIVATION = function
        joint.record(tensors, name, joint.JointTeacher("SHARED", "ALL"), features, labels)
    tensors = {name: value.detach().contiguous() for name, value in tensors.items()}
    safetensors.torch.save_file(tensors, OUT, {"torch": torch.__version__.split("+")[0]})
    print(OUT, OUT.stat().st_size)


if __name__ == "__main__":
    main()
