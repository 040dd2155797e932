/** What ends a process on purpose, and the exit status that says so. */
package io.mlfd.trainer.failure;
