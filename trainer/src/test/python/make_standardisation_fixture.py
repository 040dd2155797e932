"""Writes trainer/src/test/resources/fixtures/standardisation.safetensors: features on a common scale, for StandardisationTest.

    python -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.7.1 safetensors numpy
    /tmp/venv/bin/python trainer/src/test/python/make_standardisation_fixture.py

Written from the equations, not from the Java code. `maps` of 12 channels, for which Paley's first construction has a Hadamard
matrix, and `embedding` of 8, for which Sylvester's has; both correlated, and one channel of `maps` is constant. Below
PER_CHANNEL/ and PHI_S/: what becomes of them, and of `student`, maps that are compared with `maps`, the mean squared error on the
scale of `maps` with the whole transformation on both sides, and its gradient.
"""

import pathlib

import safetensors.torch
import torch
from torch.nn import functional as F

OUT = pathlib.Path(__file__).parents[1] / "resources" / "fixtures" / "standardisation.safetensors"
EPSILON = 1e-5


def sylvester(order):
    matrix = torch.ones(1, 1, dtype=torch.float64)
    while matrix.shape[0] < order:
        matrix = torch.kron(torch.tensor([[1, 1], [1, -1]], dtype=torch.float64), matrix)
    return matrix


def paley(order):
    """I + S, where S has the quadratic character of differences modulo a prime of the form 4k + 3."""
    q = order - 1
    squares = {i * i % q for i in range(1, q)}
    matrix = torch.eye(order, dtype=torch.float64)
    matrix[0, 1:] = 1
    matrix[1:, 0] = -1
    for i in range(q):
        for j in range(q):
            if i != j:
                matrix[i + 1, j + 1] = 1 if (i - j) % q in squares else -1
    return matrix


def rows(features):
    last = features.movedim(1, -1) if features.dim() == 4 else features
    return last.reshape(-1, features.shape[1])


def shaped(values, like):
    return values.reshape(like.movedim(1, -1).shape).movedim(-1, 1) if like.dim() == 4 else values


def per_channel(x):
    return F.batch_norm(x, None, None, training=True, eps=EPSILON), torch.diag((x.var(0, correction=0) + EPSILON).rsqrt())


def phi_s(x):
    channels = x.shape[1]
    hadamard = paley(channels) if channels == 12 else sylvester(channels)
    assert torch.equal(hadamard @ hadamard.T, channels * torch.eye(channels, dtype=torch.float64))
    values, vectors = torch.linalg.eigh(torch.cov(x.T, correction=0))
    order = torch.argsort(values, descending=True)
    axes = vectors[:, order].T
    largest = axes.gather(1, axes.abs().argmax(1, keepdim=True))
    axes = axes * largest.sign()
    matrix = hadamard / channels**0.5 @ axes / (values.mean() + EPSILON).sqrt()
    return (x - x.mean(0)) @ matrix.T, matrix


def main():
    torch.manual_seed(11)
    mix = {12: torch.randn(12, 12), 8: torch.randn(8, 8)}
    maps = torch.einsum("nchw,dc->ndhw", torch.randn(40, 12, 3, 3), mix[12]) + 3
    maps[:, 5] = 0.25
    embedding = torch.randn(50, 8) @ mix[8] * 0.1 - 1
    student = torch.randn(40, 12, 3, 3)
    tensors = {"maps": maps, "embedding": embedding, "student": student}
    for name, standardise in {"PER_CHANNEL": per_channel, "PHI_S": phi_s}.items():
        for key in ["maps", "embedding"]:
            x = tensors[key].double()
            y, matrix = standardise(rows(x))
            tensors[f"{name}/{key}"] = shaped(y, x)
            if key == "maps":
                mean = rows(x).mean(0)
                compared = student.double().requires_grad_()
                loss = F.mse_loss((rows(compared) - mean) @ matrix.T, y)
                loss.backward()
                tensors[f"{name}/loss"] = loss.reshape(1)
                tensors[f"{name}/gradient"] = compared.grad
    tensors = {name: value.detach().float().contiguous() for name, value in tensors.items()}
    safetensors.torch.save_file(tensors, OUT, {"torch": torch.__version__.split("+")[0]})
    print(OUT, OUT.stat().st_size)


if __name__ == "__main__":
    main()
