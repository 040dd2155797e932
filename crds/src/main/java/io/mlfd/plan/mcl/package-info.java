/** Mutual contrastive learning as stages. */
package io.mlfd.plan.mcl;
