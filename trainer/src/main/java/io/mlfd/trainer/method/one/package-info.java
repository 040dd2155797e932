/** On-the-fly native ensemble: branches over shared stages, weighed by a gate, that learn from labels and from what it makes of them. */
package io.mlfd.trainer.method.one;
