/**
 * What frozen networks say about every image of a data set, computed once and read by every training step after that.
 * Knows files and tensors, no method: which tensors are kept is the caller's to say.
 */
package io.mlfd.trainer.cache;
