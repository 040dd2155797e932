/**
 * The report of a run: what the stages' results come to, side by side and with their errors, as JSON, as text, and as a page
 * that needs nothing but itself. What comes to what is pure; {@link io.mlfd.trainer.report.ReportFiles}
 * writes it.
 */
package io.mlfd.trainer.report;
