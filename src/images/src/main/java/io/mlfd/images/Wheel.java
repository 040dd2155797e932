package io.mlfd.images;

import java.util.List;

/**
 * A wheel of a Python package index, and what the image takes of it.
 *
 * @param project normalised name (PEP 503)
 * @param file name of the wheel
 * @param sha256 of the wheel, lower case hexadecimal
 * @param licence SPDX identifier, or {@code LicenseRef-} where SPDX has none
 */
record Wheel(
        String project, String version, String file, long bytes, String sha256, String licence, List<Member> files) {

    /**
     * @param path in the wheel
     * @param target absolute path in the image
     * @param sha256 of the file, lower case hexadecimal
     */
    record Member(String path, String target, long bytes, String sha256) {}

    String text() {
        return project + " " + version;
    }
}
