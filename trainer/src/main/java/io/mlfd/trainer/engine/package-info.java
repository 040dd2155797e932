/** PyTorch through DJL: opening it, what is random in it, gradients. Nothing else starts the engine. */
package io.mlfd.trainer.engine;
