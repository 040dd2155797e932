/** Deep mutual learning: networks that learn from labels and from what the others say of the same images. */
package io.mlfd.trainer.method.dml;
