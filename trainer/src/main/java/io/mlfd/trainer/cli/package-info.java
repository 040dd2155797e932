/** The command line: the one place that knows Quarkus and picocli. */
package io.mlfd.trainer.cli;
