/** Runs as the API server stores them, whichever release defined the resource. */
package io.mlfd.operator.stored;
