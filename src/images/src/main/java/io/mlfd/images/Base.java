package io.mlfd.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What an image is built on: a Java 17 runtime with libgomp. */
sealed interface Base {

    /** The name that goes into the label {@code org.opencontainers.image.base.name}. */
    String name();

    /**
     * What goes into the label {@code org.opencontainers.image.base.digest}: the digest that a reference is pinned by, or
     * of an archive, which has no manifest that a registry would know, that of its configuration (docker's image id).
     * Empty where the reference has a tag only.
     */
    Optional<String> digest() throws IOException;

    JibContainerBuilder start();

    /** Whether building on it needs no network. */
    boolean offline();

    /** @param file a docker archive, as {@code docker save} writes it */
    record Archive(Path file) implements Base {
        @Override
        public String name() {
            return file.getFileName().toString();
        }

        @Override
        public Optional<String> digest() throws IOException {
            JsonNode manifest = new ObjectMapper().readTree(entry("manifest.json"));
            byte[] configuration = entry(manifest.at("/0/Config").asText());
            return Optional.of("sha256:" + Digests.of(configuration));
        }

        private byte[] entry(String name) throws IOException {
            return new TarFile(file)
                    .entry(name)
                    .orElseThrow(() -> new IOException(
                            "mlfd.base: " + file + " has no " + name + ": give an archive of docker save"));
        }

        @Override
        public JibContainerBuilder start() {
            return Jib.from(TarImage.at(file));
        }

        @Override
        public boolean offline() {
            return true;
        }
    }

    /** @param reference with a tag or a digest; credentials come from docker's configuration file where there is one */
    record Registry(ImageReference reference) implements Base {
        @Override
        public String name() {
            return reference.toStringWithQualifier();
        }

        @Override
        public Optional<String> digest() {
            return reference.getDigest();
        }

        @Override
        public JibContainerBuilder start() {
            return Jib.from(RegistryImage.named(reference)
                    .addCredentialRetriever(CredentialRetrieverFactory.forImage(reference, event -> {})
                            .dockerConfig()));
        }

        @Override
        public boolean offline() {
            return false;
        }
    }

    /**
     * @param text {@code tar:///FILE} or an image reference that is pinned by a tag or a digest
     * @throws IllegalArgumentException naming what is wrong with it
     */
    static Base parse(String text) {
        if (text.startsWith("tar://")) {
            Path file = Path.of(text.substring("tar://".length()));
            if (!file.isAbsolute() || !Files.isRegularFile(file)) {
                throw new IllegalArgumentException(
                        "mlfd.base: " + file + " is no file: give the absolute path of an image archive");
            }
            return new Archive(file);
        }
        ImageReference reference;
        try {
            reference = ImageReference.parse(text);
        } catch (InvalidImageReferenceException e) {
            throw new IllegalArgumentException(
                    "mlfd.base: " + text + " is neither tar:///FILE nor an image reference", e);
        }
        // A base that moves would make an image that nobody can build again.
        boolean moving = reference.getDigest().isEmpty()
                && reference.getTag().map("latest"::equals).orElse(true);
        if (moving) {
            throw new IllegalArgumentException(
                    "mlfd.base: " + text + " is not pinned: give it a tag other than latest");
        }
        return new Registry(reference);
    }
}
