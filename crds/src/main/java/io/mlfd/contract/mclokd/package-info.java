/** Work of multi-view contrastive learning. */
package io.mlfd.contract.mclokd;
