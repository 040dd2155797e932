/** Losses: pure, differentiable functions of tensors that give one element, and the weighted sum of several. */
package io.mlfd.trainer.loss;
