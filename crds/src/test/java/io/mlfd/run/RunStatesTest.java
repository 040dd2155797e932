package io.mlfd.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Problem;
import io.mlfd.status.StatusWriter;
import io.mlfd.status.StatusWriter.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code manifests/gitops/states} has a run in every state, for health checks to be tried on: what the machine decides and the
 * writer writes. {@code -Dmlfd.crd.write=true} writes them anew.
 */
class RunStatesTest {
    private static final Path FOLDER = Path.of("../manifests/gitops/states");
    private static final Plan PLAN = Plans.twoSets();
    private static final long GENERATION = 3;
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            // As it is sent to the API server.
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .withConfigOverride(
                    List.class,
                    override -> override.setInclude(
                            JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS)))
            .build();

    @Test
    void theFilesAreTheGeneratedOnes() throws IOException {
        Map<String, String> generated = generated();
        if (Boolean.getBoolean("mlfd.crd.write")) {
            Files.createDirectories(FOLDER);
            for (Path file : files()) {
                Files.delete(file);
            }
            for (var entry : generated.entrySet()) {
                Files.writeString(FOLDER.resolve(entry.getKey()), entry.getValue());
            }
        }
        Map<String, String> there = new TreeMap<>();
        for (Path file : files()) {
            there.put(file.getFileName().toString(), Files.readString(file));
        }
        assertThat(there).isEqualTo(generated).hasSizeGreaterThan(25);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.toList();
        }
    }

    @Test
    void everyPhaseAndEveryStateOfAStageIsAmongThem() {
        assertThat(RunStory.all().stream().map(RunStatesTest::status).map(MLFDRunStatus::phase))
                .contains("Pending", "Running", "Suspending", "Suspended", "Complete", "Failed", "Invalid");
        assertThat(RunStory.all().stream()
                        .flatMap(story -> status(story).stages().stream())
                        .map(StageStatus::state))
                .contains(
                        "Waiting",
                        "Queued",
                        "Pending",
                        "Running",
                        "Suspending",
                        "TimingOut",
                        "BackingOff",
                        "Done",
                        "Failed");
        assertThat(RunStory.all().stream()
                        .flatMap(story -> status(story).conditions().stream())
                        .map(MLFDRunStatus.Condition::reason))
                .contains(
                        "Valid",
                        "UnknownFields",
                        "InvalidSpec",
                        "NotUnderstood",
                        "VolumeNotReady",
                        "Refused",
                        "StagesPending",
                        "StagesQueued",
                        "StagesRunning",
                        "BackingOff",
                        "Suspended",
                        "StageFailed",
                        "Complete");
    }

    private static Map<String, String> generated() throws IOException {
        Map<String, String> files = new TreeMap<>();
        files.put("unseen.yaml", YAML.writeValueAsString(object(1)));
        for (RunStory story : RunStory.all()) {
            files.put(story.name() + ".yaml", yaml(GENERATION, story));
        }
        for (RunStory story : RunStory.all()) {
            if (List.of("complete", "failed", "invalid", "suspended").contains(story.name())) {
                files.put(story.name() + "-and-changed.yaml", yaml(GENERATION + 1, story));
            }
        }
        return files;
    }

    private static String yaml(long generation, RunStory story) throws IOException {
        ObjectNode object = object(generation);
        object.set("status", YAML.valueToTree(status(story)));
        return YAML.writeValueAsString(object);
    }

    private static ObjectNode object(long generation) throws IOException {
        ObjectNode file = (ObjectNode) YAML.readTree(Plans.TWO_SETS);
        ((ObjectNode) file.get("metadata")).put("namespace", "research").put("generation", generation);
        JsonNode spec = file.remove("spec");
        file.set("spec", spec);
        return file;
    }

    private static MLFDRunStatus status(RunStory story) {
        Simulation world = new Simulation(PLAN, Plans.policy());
        if (story.refused().isPresent()) {
            Refused why = story.refused().get();
            List<Problem> problems = List.of(new Problem("spec.method.mlfd", "is not what it should be"));
            return StatusWriter.refused(why, GENERATION, problems, List.of(), world.now);
        }
        world.pass(Duration.ofMinutes(1));
        story.play().accept(world);
        return new StatusWriter(
                        (stage, attempt) -> "two-" + stage.name().replace('/', '-') + "-" + attempt,
                        "two-volume",
                        story.unknown())
                .write(world.plan, world.policy, world.state, GENERATION, List.of(), world.now);
    }
}
