"""Writes libraries.json of the wheels in a folder: python3 make_libraries.py FOLDER > libraries.json

What is chosen of which wheel is said here; names, sizes and digests are read off the files. To get them:
pip download torch==2.7.1 --dest FOLDER --only-binary=:all: --platform manylinux_2_28_x86_64 --python-version 312
"""
import hashlib
import json
import pathlib
import re
import sys
import zipfile

PYTORCH = "2.7.1"
FLAVOR = "cu128"  # of DJL's JNI library; PyPI's wheel of this version is for CUDA 12.6
CUDA_LICENCE = "LicenseRef-NVIDIA-CUDA-EULA"

# DJL loads every file of the first folder, so only what may be loaded without a driver lies there.
TORCH, CUDA, NOTICES = "/opt/torch", "/opt/cuda", "/usr/share/doc/mlfd/licences"

# Project, licence, and by folder in the image what is taken; the order is that of the layers: what is largest and
# changes least comes first.
CHOSEN = [
    ("nvidia-cudnn-cu12", "LicenseRef-NVIDIA-cuDNN-EULA", {CUDA: r"nvidia/cudnn/lib/libcudnn.*\.so\.9"}),
    ("nvidia-cublas-cu12", CUDA_LICENCE, {CUDA: r"nvidia/cublas/lib/libcublas(Lt)?\.so\.12"}),
    ("nvidia-cusparse-cu12", CUDA_LICENCE, {CUDA: r"nvidia/cusparse/lib/libcusparse\.so\.12"}),
    ("nvidia-cufft-cu12", CUDA_LICENCE, {CUDA: r"nvidia/cufft/lib/libcufft\.so\.11"}),
    ("nvidia-nccl-cu12", "BSD-3-Clause", {CUDA: r"nvidia/nccl/lib/libnccl\.so\.2"}),
    ("nvidia-cusparselt-cu12", "LicenseRef-NVIDIA-cuSPARSELt-EULA", {CUDA: r"cusparselt/lib/libcusparseLt\.so\.0"}),
    ("nvidia-cusolver-cu12", CUDA_LICENCE, {CUDA: r"nvidia/cusolver/lib/libcusolver\.so\.11"}),
    ("nvidia-curand-cu12", CUDA_LICENCE, {CUDA: r"nvidia/curand/lib/libcurand\.so\.10"}),
    ("nvidia-cuda-nvrtc-cu12", CUDA_LICENCE, {CUDA: r"nvidia/cuda_nvrtc/lib/libnvrtc(-builtins)?\.so\..*"}),
    ("nvidia-nvjitlink-cu12", CUDA_LICENCE, {CUDA: r"nvidia/nvjitlink/lib/libnvJitLink\.so\.12"}),
    ("nvidia-cuda-cupti-cu12", CUDA_LICENCE, {CUDA: r"nvidia/cuda_cupti/lib/libcupti\.so\.12"}),
    ("nvidia-cufile-cu12", CUDA_LICENCE, {CUDA: r"nvidia/cufile/lib/libcufile\.so\.0"}),
    ("nvidia-cuda-runtime-cu12", CUDA_LICENCE, {CUDA: r"nvidia/cuda_runtime/lib/libcudart\.so\.12"}),
    ("torch", "BSD-3-Clause", {
        TORCH: r"torch/lib/lib(c10|c10_cuda|torch|torch_cpu|torch_cuda|torch_cuda_linalg)\.so|torch/lib/libgomp\.so\.1",
        CUDA: r"torch/lib/libcaffe2_nvrtc\.so"}),
]
NOTICE = r"([^/]+\.dist-info|cusparselt)/(LICENSE|NOTICE|License)(\.txt)?"


def digest(stream):
    sha256 = hashlib.sha256()
    for part in iter(lambda: stream.read(1 << 20), b""):
        sha256.update(part)
    return sha256.hexdigest()


def described(project, licence, chosen, folder):
    wheel = next(folder.glob(project.replace("-", "_") + "-*.whl"))
    files = []
    with zipfile.ZipFile(wheel) as archive:
        for target, pattern in {**chosen, f"{NOTICES}/{project}": NOTICE}.items():
            found = [info for info in archive.infolist() if re.fullmatch(pattern, info.filename)]
            if not found:
                sys.exit(f"{wheel.name} has nothing like {pattern}")
            for info in sorted(found, key=lambda info: info.filename):
                with archive.open(info) as stream:
                    files.append({"path": info.filename, "target": target + "/" + info.filename.rsplit("/", 1)[1],
                                  "bytes": info.file_size, "sha256": digest(stream)})
    with open(wheel, "rb") as stream:
        return {"project": project, "version": wheel.name.split("-")[1], "file": wheel.name,
                "bytes": wheel.stat().st_size, "sha256": digest(stream), "licence": licence, "files": files}


folder = pathlib.Path(sys.argv[1])
wheels = [described(*chosen, folder) for chosen in CHOSEN]
print(json.dumps({"pytorch": PYTORCH, "flavor": FLAVOR, "wheels": wheels}, indent=2))
