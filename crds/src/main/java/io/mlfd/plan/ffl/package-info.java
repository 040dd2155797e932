/** Feature fusion learning as stages. */
package io.mlfd.plan.ffl;
