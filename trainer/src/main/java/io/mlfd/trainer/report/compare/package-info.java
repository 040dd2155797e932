/** Runs side by side: what different methods make of the same images and the same network. */
package io.mlfd.trainer.report.compare;
