/** What ends a stage, and the exit status that says so. */
package io.mlfd.trainer.failure;
