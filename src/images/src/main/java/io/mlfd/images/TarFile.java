package io.mlfd.images;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An archive of an image. */
record TarFile(Path file) {

    /** What is in an entry; empty where there is none of that name. */
    Optional<byte[]> entry(String name) throws IOException {
        try (TarArchiveInputStream tar = open()) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return Optional.of(tar.readAllBytes());
                }
            }
        }
        return Optional.empty();
    }

    TarArchiveInputStream open() throws IOException {
        return over(Files.newInputStream(file));
    }

    /** A tar of its own in another one, or compressed. */
    static TarArchiveInputStream over(InputStream stream) {
        return new TarArchiveInputStream(new BufferedInputStream(stream));
    }
}
