/**
 * The report as one HTML file: no script, nothing loaded from anywhere. Markup is built from values, so that text cannot become
 * markup; every figure says what it was made from.
 */
package io.mlfd.trainer.report.page;
