/** What stages take, said before they start: memory of their processes and room for caches. Pure, and calibrated by measurement. */
package io.mlfd.plan.estimate;
