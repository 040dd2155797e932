package io.mlfd.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Classes parsed ahead, in two archives of HotSpot's class-data sharing: those of the platform, and on top of it those
 * that the application loads until it has nothing more to do (JEP 350).
 *
 * @param application what is started once, in a copy whose files have the times that they have in the image
 * @param flags of the JVM, as in the image
 * @param arguments of the application
 * @param environment added to this process's
 */
record ClassArchives(
        Application application, List<String> flags, List<String> arguments, Map<String, String> environment) {

    private static final String PLATFORM = "java.jsa";
    private static final String APPLICATION = "application.jsa";

    /** As the option {@code SharedArchiveFile} takes those of a folder. */
    static String in(String folder) {
        return folder + "/" + PLATFORM + ":" + folder + "/" + APPLICATION;
    }

    /**
     * The JVM writes other bytes each time, so the archives are a part of what was built, as the code is that Quarkus
     * generates: they are made once of an application and a runtime, and found again.
     *
     * @param runtime folder of the Java that the image brings
     * @param folder where the archives of an application are kept
     * @return the folder that holds the two files
     * @throws IOException where the JVM made none, with what it said
     */
    Path make(Path runtime, Path folder) throws IOException, InterruptedException {
        Path archives = folder.resolve("classes-" + key(runtime));
        if (Files.isDirectory(archives)) {
            return archives;
        }
        Path work = folder.resolve("classes.part");
        Folders.delete(work);
        // The JVM takes an archive where its jar is the very file under the name that it had: from the folder where a
        // container starts, and from here, the image's application has one and the same name.
        Path start = Files.createDirectories(work.resolve(Image.WORKING_DIRECTORY.substring(1)));
        Path part = Files.createDirectory(work.resolve("archives"));
        copy(work.resolve(Application.FOLDER.substring(1)));
        String java = runtime.resolve("bin/java").toString();
        List<String> platform = new ArrayList<>(List.of(java));
        platform.addAll(flags);
        platform.addAll(List.of("-Xshare:dump", "-XX:SharedArchiveFile=" + part.resolve(PLATFORM)));
        Programs.run(start, platform);
        List<String> own = new ArrayList<>(List.of(java));
        own.addAll(flags);
        own.addAll(List.of(
                "-XX:SharedArchiveFile=" + part.resolve(PLATFORM),
                "-XX:ArchiveClassesAtExit=" + part.resolve(APPLICATION),
                "-jar",
                ".." + Application.FOLDER + "/" + Application.START));
        own.addAll(arguments);
        Programs.Ended ended = Programs.start(start, own, environment);
        if (!Files.isRegularFile(part.resolve(APPLICATION))) {
            throw new IOException("no class archive of " + application.folder() + ": " + ended.said());
        }
        Files.move(part, archives, StandardCopyOption.ATOMIC_MOVE);
        Folders.delete(work);
        return archives;
    }

    private void copy(Path to) throws IOException {
        for (Path file : Folders.files(application.folder())) {
            Path target = to.resolve(application.folder().relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
            Files.setLastModifiedTime(target, FileTime.from(Tree.FIXED_TIME));
        }
    }

    private String key(Path runtime) throws IOException {
        MessageDigest digest = Digests.sha256();
        for (Path root : List.of(application.folder(), runtime)) {
            for (Path file : Folders.files(root)) {
                String line = root.relativize(file) + " " + Digests.of(file) + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        // Sorted: an unmodifiable map has another order in each process.
        digest.update((flags + " " + arguments + " " + new TreeMap<>(environment)).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    }
}
