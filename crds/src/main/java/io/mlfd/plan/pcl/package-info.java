/** Peer collaborative learning as stages. */
package io.mlfd.plan.pcl;
