package io.mlfd.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Java runtime of the modules that operator and trainer use, linked by {@code jlink} of the JDK that runs the build:
 * a third of what a distribution's runtime takes. The same JDK gives the same bytes.
 */
final class LinkedRuntime {

    /** The Java that the images are tested with. */
    private static final int FEATURE = 17;

    /** All of Java SE; what the JDK's file systems, TLS and name service are; and what looks into a running JVM. */
    private static final String MODULES = String.join(
            ",",
            "java.se",
            "jdk.crypto.ec",
            "jdk.jcmd",
            "jdk.jfr",
            "jdk.management",
            "jdk.naming.dns",
            "jdk.net",
            "jdk.unsupported",
            "jdk.zipfs");

    /** What draws on screens, writes text into pictures and plays sounds: it would ask the base for fonts and X11. */
    private static final String LEFT_OUT = String.join(
            ",",
            "**/libawt_xawt.so",
            "**/libfontmanager.so",
            "**/libfreetype.so",
            "**/libjawt.so",
            "**/libjsound.so",
            "**/libsplashscreen.so");

    private static final List<String> OPTIONS = List.of(
            "--add-modules",
            MODULES,
            "--exclude-files",
            LEFT_OUT,
            "--strip-debug",
            // Half the size, for nothing that a start shows.
            "--compress=1",
            "--no-header-files",
            "--no-man-pages");

    private LinkedRuntime() {}

    /** Of a folder for what {@link #link} makes: another one for another JDK, and for other modules. */
    static String name() {
        String options = Digests.of(OPTIONS.toString().getBytes(StandardCharsets.UTF_8));
        return "java-" + Runtime.version() + "-" + options.substring(0, 8);
    }

    /**
     * @param folder to write, whole or not at all; what is in it already is replaced
     * @throws IllegalStateException where the build runs on another Java, or on one without {@code jlink}
     */
    static void link(Path folder) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("java.home"));
        Path jlink = home.resolve("bin/jlink");
        int feature = Runtime.version().feature();
        if (feature != FEATURE || !Files.isExecutable(jlink)) {
            throw new IllegalStateException("mlfd.runtime: the images take the Java of the build, and " + home
                    + (feature == FEATURE ? " has no jlink" : " is Java " + feature)
                    + ": set JAVA_HOME to a full JDK 17, or build on a base that has a Java with -Dmlfd.runtime=base");
        }
        Path part = folder.resolveSibling(folder.getFileName() + ".part");
        Folders.delete(part);
        Files.createDirectories(part.getParent());
        // A process of its own: jlink called twice in one gives two different runtimes.
        List<String> command = new ArrayList<>(List.of(jlink.toString(), "--output", part.toString()));
        command.addAll(OPTIONS);
        Programs.run(part.getParent(), command);
        Folders.delete(folder);
        Files.move(part, folder);
    }
}
