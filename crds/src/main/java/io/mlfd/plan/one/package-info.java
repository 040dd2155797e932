/** The on-the-fly native ensemble: branches that a gate weighs, and that learn from what comes of it. */
package io.mlfd.plan.one;
