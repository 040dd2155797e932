/** Work of deep mutual learning. */
package io.mlfd.contract.dml;
