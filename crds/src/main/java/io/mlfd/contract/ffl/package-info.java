/** Work of feature fusion learning. */
package io.mlfd.contract.ffl;
