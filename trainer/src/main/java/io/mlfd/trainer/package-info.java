/** The trainer as a whole: which program carries out which work. */
package io.mlfd.trainer;
