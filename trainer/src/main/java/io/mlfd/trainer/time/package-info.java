/** How long things take, by a clock that nobody sets. */
package io.mlfd.trainer.time;
