/**
 * From image folders and generated sets to batches: list, load, sample, augment, assemble. Everything here is a pure
 * function of the files, the options and a seed. Knows no method, stage or command line; only {@code BatchArrays} knows DJL.
 */
package io.mlfd.trainer.data;
