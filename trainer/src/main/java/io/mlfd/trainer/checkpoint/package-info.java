/** Tensors as bytes: the safetensors format, read as hostile. Where the bytes go is {@code storage}'s to say. */
package io.mlfd.trainer.checkpoint;
