/** Between the run's state and the status that people, programs and the next operator read. Pure. */
package io.mlfd.status;
