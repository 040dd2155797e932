/**
 * The run's state machine: state, what is seen and the time give the next state and what to do. Pure and total; the same
 * for Jobs on a cluster and for processes on one machine.
 */
package io.mlfd.run;
