/**
 * The second pair of hands: a run on one machine. Stages are child processes, files lie in a folder; what is to be done is
 * decided by {@link io.mlfd.run.RunMachine}, as on a cluster.
 */
package io.mlfd.trainer.local;
