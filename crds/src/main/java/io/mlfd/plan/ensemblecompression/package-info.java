/** Online ensemble compression as stages. */
package io.mlfd.plan.ensemblecompression;
