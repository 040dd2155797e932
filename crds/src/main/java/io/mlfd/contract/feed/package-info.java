/** Works of feature-level ensembles, and of factor transfer. */
package io.mlfd.contract.feed;
