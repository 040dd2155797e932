package io.mlfd.operator.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mlfd.operator.stored.StoredRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The runs in every state of {@code manifests/gitops/states}. */
final class StateFiles {
    static final String NAMESPACE = "research";
    private static final Path FOLDER = Path.of("../manifests/gitops/states");

    private StateFiles() {}

    static List<String> names() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The run, with the name of its state. */
    static StoredRun run(String state) {
        return run(state, state);
    }

    static StoredRun run(String state, String name) {
        try {
            StoredRun run = Serialization.unmarshal(Files.readString(FOLDER.resolve(state + ".yaml")), StoredRun.class);
            run.getMetadata().setName(name);
            run.getMetadata().setUid("uid-of-" + name);
            run.getMetadata().setCreationTimestamp("2026-01-01T00:00:00Z");
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode stage(StoredRun run, String name) {
        for (JsonNode stage : run.getStatus().path("stages")) {
            if (stage.path("name").asText().equals(name)) {
                return (ObjectNode) stage;
            }
        }
        throw new AssertionError("no stage " + name);
    }

    /** A stage tells how far it is. */
    static void tell(StoredRun run, String stage, String time, long step, double loss) {
        stage(run, stage)
                .putObject("progress")
                .put("time", time)
                .put("activity", "training")
                .put("epoch", 1 + step / 100)
                .put("epochs", 10)
                .put("step", step)
                .put("steps", 1000)
                .put("loss", loss)
                .put("imagesPerSecond", 512.0 + step % 7)
                .put("remainingSeconds", 90)
                .put("checkpointStep", step / 100 * 100);
    }
}
