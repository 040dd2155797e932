/** Work of mutual contrastive learning. */
package io.mlfd.contract.mcl;
