/** Figures of merit: counts first, fractions from counts, and the sampling error beside every fraction. */
package io.mlfd.trainer.metrics;
