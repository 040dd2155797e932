/** Optimisers and learning-rate schedules with PyTorch's semantics and open state. */
package io.mlfd.trainer.optim;
