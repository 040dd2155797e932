/** Objects as far as anybody looks at them, so that the rest is never kept. */
package io.mlfd.operator.seen;
