/** Work of peer collaborative learning. */
package io.mlfd.contract.pcl;
