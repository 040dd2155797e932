/** YAML as kubectl reads it, so that a file means the same on one machine and on a cluster. */
package io.mlfd.yaml;
