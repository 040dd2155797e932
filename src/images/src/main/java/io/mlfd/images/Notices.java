package io.mlfd.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The licence notices of an image, as a folder: the project's {@code LICENSE}; {@code libraries.txt}, a line per
 * library with its licences; under {@code libraries/JAR/} the licence and notice files that a library brings itself.
 */
final class Notices {

    private static final Pattern NOTICE =
            Pattern.compile("(meta-inf/)?[a-z0-9._-]*(licen[sc]e|notice|copying)[a-z0-9._-]*");

    private Notices() {}

    /**
     * @param own licence of the project
     * @param jars of the image, in the order of their names
     * @param folder to write; what is in it is replaced
     */
    static void write(Path own, Sbom sbom, List<Path> jars, Path folder) throws IOException {
        Folders.delete(folder);
        Files.createDirectories(folder);
        Files.copy(own, folder.resolve("LICENSE"));
        Files.writeString(folder.resolve("libraries.txt"), table(sbom), StandardCharsets.UTF_8);
        for (Path jar : jars) {
            copy(jar, folder.resolve("libraries").resolve(jar.getFileName()));
        }
    }

    private static String table(Sbom sbom) {
        List<String> lines = new ArrayList<>();
        for (Sbom.Component component : sbom.components()) {
            lines.add(component.name() + " " + component.version() + ": " + String.join(" or ", component.licences())
                    + "\n");
        }
        return String.join("", lines.stream().sorted().toList());
    }

    private static void copy(Path jar, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().filter(Notices::isNotice).toList()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, zip.getInputStream(entry).readAllBytes());
            }
        }
    }

    private static boolean isNotice(ZipEntry entry) {
        return !entry.isDirectory()
                && NOTICE.matcher(entry.getName().toLowerCase(Locale.ROOT)).matches()
                && !entry.getName().endsWith(".class");
    }
}
