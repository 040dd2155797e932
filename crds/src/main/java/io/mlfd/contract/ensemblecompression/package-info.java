/** Work of online ensemble compression. */
package io.mlfd.contract.ensemblecompression;
