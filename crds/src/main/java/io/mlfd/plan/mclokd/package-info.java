/** Multi-view contrastive learning as stages. */
package io.mlfd.plan.mclokd;
