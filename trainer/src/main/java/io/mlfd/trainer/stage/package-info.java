/**
 * One stage in one process: from its order to its report. Checks inputs, recognises what is done already, runs the stage's
 * program, and turns every way to fail into an exit code and one line. Knows no network and no method.
 */
package io.mlfd.trainer.stage;
