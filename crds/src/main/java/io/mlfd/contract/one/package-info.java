/** Work of the on-the-fly native ensemble. */
package io.mlfd.contract.one;
