package io.mlfd.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/**
 * One image, on top of a base.
 *
 * @param name without registry and tag, such as {@code mlfd-trainer}
 * @param layers from what changes seldom to what changes with every build
 * @param ports TCP ports it listens on
 * @param limit most bytes that its own files may have
 * @param demands what it asks of the base
 */
record Image(
        String name,
        Origin origin,
        String description,
        List<Layer> layers,
        Map<String, String> environment,
        List<Integer> ports,
        long limit,
        Demands demands,
        List<String> entrypoint) {

    /** The user of every process: not root, and the number that the pod's {@code fsGroup} gives the volume to. */
    static final String USER = "10001:10001";

    /** Where the process starts: the one folder that it may write to. */
    static final String WORKING_DIRECTORY = "/tmp";

    /** SPDX identifier of the project's licence. */
    static final String LICENCE = "Apache-2.0";

    record Layer(String name, List<Tree> trees) {}

    /**
     * @param file the OCI archive
     * @param digest of the image's manifest: the same for the same files on the same base
     */
    record Built(String reference, Path file, String digest) {}

    String reference() {
        return "localhost/" + name + ":" + origin.version();
    }

    /**
     * Writes {@code folder/<last part of the name>.tar}, whole or not at all.
     *
     * @param caches keeps layers between builds
     * @throws IllegalArgumentException where the files have more bytes than the limit, or the base lacks something
     */
    Built build(Base base, Path folder, Path caches)
            throws IOException, InterruptedException, InvalidImageReferenceException, CacheDirectoryCreationException,
                    RegistryException, ExecutionException {
        requireWithinLimit();
        Files.createDirectories(folder);
        Path file = folder.resolve(name.substring(name.indexOf('-') + 1) + ".tar");
        Path part = folder.resolve(file.getFileName() + ".part");
        JibContainerBuilder image = base.start()
                .setFormat(ImageFormat.OCI)
                .setCreationTime(Tree.FIXED_TIME)
                .setUser(USER)
                .setWorkingDirectory(AbsoluteUnixPath.get(WORKING_DIRECTORY))
                .setEntrypoint(entrypoint)
                .setProgramArguments(List.of())
                .addLabel("org.opencontainers.image.title", name)
                .addLabel("org.opencontainers.image.description", description)
                .addLabel("org.opencontainers.image.version", origin.version())
                .addLabel("org.opencontainers.image.licenses", LICENCE)
                .addLabel("org.opencontainers.image.base.name", base.name());
        origin.revision().ifPresent(commit -> image.addLabel("org.opencontainers.image.revision", commit));
        origin.source().ifPresent(url -> image.addLabel("org.opencontainers.image.source", url));
        base.digest().ifPresent(digest -> image.addLabel("org.opencontainers.image.base.digest", digest));
        // Sorted: an unmodifiable map has another order in each process, and the digest would have it too.
        new TreeMap<>(environment).forEach(image::addEnvironmentVariable);
        ports.forEach(port -> image.addExposedPort(Port.tcp(port)));
        for (Layer layer : layers) {
            image.addFileEntriesLayer(Tree.layer(layer.name(), layer.trees()));
        }
        JibContainer built =
                image.containerize(Containerizer.to(TarImage.at(part).named(reference()))
                        .setOfflineMode(base.offline())
                        .setToolName("mlfd")
                        .setBaseImageLayersCache(caches.resolve("base"))
                        .setApplicationLayersCache(caches.resolve("layers")));
        try {
            demands.check(this, new Built(reference(), part, built.getDigest().toString()));
        } catch (IllegalArgumentException e) {
            Files.delete(part);
            throw e;
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return new Built(reference(), file, built.getDigest().toString());
    }

    private void requireWithinLimit() throws IOException {
        long bytes = 0;
        for (Layer layer : layers) {
            for (Tree tree : layer.trees()) {
                bytes += tree.bytes();
            }
        }
        if (bytes > limit) {
            throw new IllegalArgumentException(String.format(
                    "%s: its files have %.1f MB, %.1f MB is the limit: see what grew, or raise the limit in Images.java",
                    name, bytes / 1e6, limit / 1e6));
        }
    }
}
