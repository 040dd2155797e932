/**
 * {@code kubectl mlfd}: what people do with runs on a cluster. The only package of this module that knows a cluster's client, and nothing
 * else of the module knows it but the command line.
 */
package io.mlfd.trainer.cli.kubectl;
