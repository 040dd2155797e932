package io.mlfd.images;

import java.util.Optional;

/**
 * What an image was built from, as its labels say it ({@code org.opencontainers.image.*} of the OCI image
 * specification's predefined annotations).
 *
 * @param version of the project
 * @param revision the commit; empty: no such label
 * @param source URL of the sources; empty: no such label
 */
record Origin(String version, Optional<String> revision, Optional<String> source) {}
