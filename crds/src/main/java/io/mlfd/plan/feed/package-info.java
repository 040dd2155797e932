/** Feature-level ensembles as stages. */
package io.mlfd.plan.feed;
