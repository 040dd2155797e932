/** Feature fusion learning: networks that learn from the classifier over their fused maps, and it from them. */
package io.mlfd.trainer.method.ffl;
