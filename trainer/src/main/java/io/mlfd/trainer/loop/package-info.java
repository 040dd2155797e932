/**
 * The training loop: steps and their phases, learning rates, checkpoints, exact resume, model selection. Knows tensors and
 * learners, neither images nor stages.
 */
package io.mlfd.trainer.loop;
