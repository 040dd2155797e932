package io.mlfd.images;

import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What an image is built on: a Java 17 runtime with libgomp. */
sealed interface Base {

    /** The name that goes into the label {@code org.opencontainers.image.base.name}. */
    String name();

    JibContainerBuilder start();

    /** Whether building on it needs no network. */
    boolean offline();

    /** @param file a docker or OCI archive */
    record Archive(Path file) implements Base {
        @Override
        public String name() {
            return file.getFileName().toString();
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
