/** Networks over tensors: layers, their parameters under PyTorch's names, initialisation. Knows no method and no stage. */
package io.mlfd.trainer.nn;
