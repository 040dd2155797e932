package io.mlfd.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlfd.api.MLFDRunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** What {@code ./mlfd run} made of the same file on this machine: its record is a status like the operator's. */
record LocalRun(MLFDRunStatus status) {
    static LocalRun of(String name) throws IOException {
        Path record = Settings.localRuns().resolve(name).resolve("run.json");
        if (!Files.exists(record)) {
            throw new AssertionError(record + " is missing: src/e2e/run makes it before the scenarios");
        }
        JsonMapper mapper = JsonMapper.builder().build();
        JsonNode status = mapper.readTree(Files.readString(record)).path("status");
        LocalRun run = new LocalRun(mapper.treeToValue(status, MLFDRunStatus.class));
        if (!"Complete".equals(run.status().phase())) {
            throw new AssertionError(
                    record + ": the local run is " + run.status().phase());
        }
        return run;
    }

    Duration wallTime() {
        return wallTime(status);
    }

    static Duration wallTime(MLFDRunStatus status) {
        return Duration.between(Instant.parse(status.startTime()), Instant.parse(status.completionTime()));
    }
}
