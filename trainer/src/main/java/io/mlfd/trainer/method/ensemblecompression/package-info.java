/** Online ensemble compression: widths of one network over one stem that learn from labels, from all of them and from the widest. */
package io.mlfd.trainer.method.ensemblecompression;
