/** Figures of merit as counts; {@code io.mlfd.result} makes shares and errors of them. */
package io.mlfd.trainer.metrics;
