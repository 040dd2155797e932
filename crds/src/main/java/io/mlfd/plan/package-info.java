/** From a spec to the graph of stages: validation, defaults, plan keys. Pure. */
package io.mlfd.plan;
