/**
 * A stage's folder on the run volume: files that appear whole or not at all, digests, checkpoints. Knows bytes and names,
 * not what is in the files.
 */
package io.mlfd.trainer.storage;
