/** Desired Kubernetes objects from a run and its plan. Pure: no client, no clock, no file. */
package io.mlfd.operator.build;
