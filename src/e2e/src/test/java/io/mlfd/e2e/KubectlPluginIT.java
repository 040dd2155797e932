package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.StageStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kubectl mlfd} does with a run that is there: the page and the students come, and no pod stays. */
@PartOfTheCluster
class KubectlPluginIT {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String RUN = "ffl-quickstart";

    @TempDir
    private Path folder;

    @Test
    void aRunIsWaitedForReadAndFetched() throws Exception {
        Scenario.play(scenario -> {
            ClusterRun run = scenario.apply(Settings.sample(RUN), RUN);
            run.await("a first look", LIMIT, status -> status.wasStarted());
            assertThat(plugin(scenario, 0, "wait", RUN, "--timeout", "600")).contains(RUN + ": Complete");
            assertThat(plugin(scenario, 0, "status", RUN)).contains("Done");

            Path out = folder.resolve("fetched");
            plugin(scenario, 0, "fetch", RUN, "-o", out.toString());
            assertThat(Files.readString(out.resolve("report.html")))
                    .contains("<html")
                    .contains("</html>");
            for (StageStatus stage : run.status().stages()) {
                for (StageStatus.Weights weights : stage.weights()) {
                    if (stage.kind().equals("online") || stage.kind().equals("distill")) {
                        assertThat(digests(out)).contains(weights.digest());
                    }
                }
            }
            assertThat(scenario.client()
                            .pods()
                            .inNamespace(scenario.namespace())
                            .withLabel("app.kubernetes.io/managed-by", "kubectl-mlfd")
                            .list()
                            .getItems())
                    .isEmpty();

            String stage = run.status().stages().get(0).name();
            assertThat(plugin(scenario, 0, "logs", RUN, stage)).isNotBlank();
            assertThat(plugin(scenario, 20, "status", "nobody")).contains("there is no run \"nobody\"");
        });
    }

    private static List<String> digests(Path folder) throws Exception {
        List<String> digests = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                digests.add(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
            }
        }
        return digests;
    }

    /** As kubectl calls a plug-in. */
    private static String plugin(Scenario scenario, int exit, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of("../../kubectl-mlfd").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--namespace", scenario.namespace()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MLFD_BUILD", "never");
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isEqualTo(exit);
        return text;
    }
}
