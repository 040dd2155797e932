/** How a request to end reaches whatever is being done: asked for in every loop that lasts, answered by an exception. */
package io.mlfd.trainer.stop;
