/** The training loop: steps, learning rate, checkpoints, exact resume, model selection. Knows tensors, not images. */
package io.mlfd.trainer.loop;
