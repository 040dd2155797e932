/** Deep mutual learning as stages. */
package io.mlfd.plan.dml;
