/** Mutual contrastive learning: networks that learn from each other's embeddings of a batch of pairs. */
package io.mlfd.trainer.method.mcl;
