/**
 * Draws the generated sets: shapes as signed distances, evaluated at every pixel. No graphics library and no platform
 * function takes part, so a seed gives the same bytes everywhere.
 */
package io.mlfd.trainer.data.generated;
