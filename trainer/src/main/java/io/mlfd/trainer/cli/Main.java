package io.mlfd.trainer.cli;

import com.sun.management.OperatingSystemMXBean;
import io.mlfd.trainer.local.MachineMemory;
import io.mlfd.trainer.time.Ticker;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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

    /** Since before the JVM was up. The clock may have been set meanwhile, so it is believed this once and no further. */
    private static Ticker ticker(InstantSource clock) {
        Duration passed = ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, clock.instant()))
                .filter(duration -> !duration.isNegative())
                .orElse(Duration.ZERO);
        return Ticker.startingAt(passed);
    }

    /** The JVM knows a container's limit. A stage's JVM is started with the options of this one, and has a heap of this size. */
    private static MachineMemory memory() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new MachineMemory(
                system.getTotalMemorySize(), Runtime.getRuntime().maxMemory() / 2);
    }

    @Override
    public int run(String... args) {
        InstantSource clock = InstantSource.system();
        Surroundings surroundings = new Surroundings(
                version,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                System.in,
                System.getenv(),
                Path.of("").toAbsolutePath(),
                clock,
                ticker(clock),
                Runtime.getRuntime().availableProcessors(),
                memory());
        return new MlfdCommandLine(surroundings).execute(args);
    }
}
