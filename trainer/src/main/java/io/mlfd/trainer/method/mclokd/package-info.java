/** Multi-view contrastive learning: branches that learn from each other's embeddings, and one of them from the ensemble. */
package io.mlfd.trainer.method.mclokd;
