package io.mlfd.trainer.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The entry point of {@code ./mlfd} and of the trainer image. */
@QuarkusMain
public final class Main implements QuarkusApplication {
    private final String version;

    Main(@ConfigProperty(name = "quarkus.application.version") String version) {
        this.version = version;
    }

    public static void main(String... args) {
        Quarkus.run(Main.class, (exit, failure) -> System.exit(exit), args);
    }

    @Override
    public int run(String... args) {
        Surroundings surroundings = new Surroundings(
                version,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                System.in,
                System.getenv(),
                Path.of("").toAbsolutePath(),
                InstantSource.system(),
                Runtime.getRuntime().availableProcessors());
        return new MlfdCommandLine(surroundings).execute(args);
    }
}
