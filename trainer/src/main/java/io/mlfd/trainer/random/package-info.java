/** Random numbers that are a pure function of what they are for; the only source of randomness in the trainer. */
package io.mlfd.trainer.random;
