/** Peer collaborative learning: peers that learn from the classifier over all of them and from running averages. */
package io.mlfd.trainer.method.pcl;
