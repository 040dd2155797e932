/** Tensors in files: the safetensors format, read as hostile and written whole or not at all. */
package io.mlfd.trainer.checkpoint;
