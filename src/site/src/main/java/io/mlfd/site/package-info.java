/** The documentation as pages: the same texts and links that lie in the repository, with nothing from elsewhere. */
package io.mlfd.site;
