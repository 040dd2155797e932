/** Builds the two images of the project as OCI archives: files in, archive out, no daemon, no registry needed. */
package io.mlfd.images;
