/**
 * The resource {@code MLFDRun}, {@code mlfd.io/v1alpha1}, as it stands in a file and in the API server.
 *
 * <p>These records mirror the wire: a field that is absent there is {@code null} here, an absent list or map is empty.
 * Nothing outside {@link io.mlfd.plan} reads them for their meaning: the plan resolves defaults and overrides once.
 */
package io.mlfd.api;
