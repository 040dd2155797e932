/**
 * The report of a run: what the stages' results come to, side by side and with their errors, as JSON, as text, and as a page
 * that needs nothing but itself. Everything but {@link io.mlfd.trainer.report.ReportProgram} is pure.
 */
package io.mlfd.trainer.report;
