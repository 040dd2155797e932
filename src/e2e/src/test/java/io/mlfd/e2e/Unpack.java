package io.mlfd.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Writes the ZIP archive on standard input to the folder that is named; without a folder it does nothing until it is
 * killed, so that a pod lives meanwhile. Runs from this one class file: the images have a JVM, and nobody promises that
 * they have a shell.
 */
final class Unpack {
    private Unpack() {}

    @SuppressWarnings("SystemOut") // whoever calls it reads its words
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0) {
            Thread.currentThread().join();
        }
        Path root = Path.of(arguments[0]).toAbsolutePath().normalize();
        int files = 0;
        try (ZipInputStream in = new ZipInputStream(System.in)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = root.resolve(entry.getName()).normalize();
                if (!file.startsWith(root) || entry.isDirectory()) {
                    throw new IOException(entry.getName() + ": not a file below " + root);
                }
                Files.createDirectories(file.getParent());
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                files++;
            }
            // The archive's table of contents follows: left unread, it would keep the connection open for ever.
            System.in.transferTo(OutputStream.nullOutputStream());
            // The archive's table of contents still follows: left unread, it would keep the sender waiting for ever.
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        System.out.println(files + " files");
    }
}
