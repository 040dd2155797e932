/**
 * Training image classifiers with labels, and what every stage with a student shares: batches, evaluation, student loss.
 * Methods build on it; it knows none.
 */
package io.mlfd.trainer.supervised;
