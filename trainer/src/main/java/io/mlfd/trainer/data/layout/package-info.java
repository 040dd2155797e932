/**
 * Formats in which data sets are handed round, read from bytes that nobody vouches for: what stands in them and where, never
 * which of it is used. Knows no data set, split or stage.
 */
package io.mlfd.trainer.data.layout;
