package io.mlfd.trainer.cli.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.mlfd.api.MLFDRun;
import io.mlfd.trainer.failure.KnownFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What people read, and what reaches the API server. */
@EnableKubernetesMockClient(crud = true, https = false)
@Timeout(60)
class KubectlCommandsTest {
    private static final ResourceDefinitionContext RUNS = ResourceDefinitionContext.fromResourceType(MLFDRun.class);
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    KubernetesMockServer server;
    KubernetesClient client;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final List<Duration> waits = new ArrayList<>();
    private String failure = "";

    /** The client of a command is closed with it, so each gets its own. */
    private int call(String... arguments) {
        Clients clients = options -> new KubernetesClientBuilder()
                .withConfig(client.getConfiguration())
                .build();
        CommandLine commands = KubectlCommands.commandLine(
                new ClusterSurroundings(new PrintWriter(out), folder, InstantSource.fixed(NOW), this::pause, clients));
        commands.setExecutionExceptionHandler((e, command, parsed) -> {
            failure = e.getMessage();
            return e instanceof KnownFailure known ? known.exit().status() : -1;
        });
        return commands.execute(arguments);
    }

    private void pause(Duration wait) {
        waits.add(wait);
        assertThat(waits).hasSizeLessThan(10);
    }

    private void run(String name, Map<String, Object> status) {
        GenericKubernetesResource run = new GenericKubernetesResource();
        run.setApiVersion(MLFDRun.API_VERSION);
        run.setKind(MLFDRun.KIND);
        run.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(client.getNamespace())
                .withGeneration(1L)
                .build());
        run.setAdditionalProperty("spec", Map.of("datasets", List.of()));
        run.setAdditionalProperty("status", status);
        client.genericKubernetesResources(RUNS)
                .inNamespace(client.getNamespace())
                .resource(run)
                .create();
    }

    private Object spec(String name, String field) {
        Map<?, ?> spec = (Map<?, ?>) client.genericKubernetesResources(RUNS)
                .inNamespace(client.getNamespace())
                .withName(name)
                .require()
                .getAdditionalProperties()
                .get("spec");
        return spec.get(field);
    }

    private static Map<String, Object> status(String phase, String reason, String message, String stageState) {
        return Map.of(
                "observedGeneration",
                1,
                "phase",
                phase,
                "stagesDone",
                "1/2",
                "conditions",
                List.of(
                        condition("Progressing", reason.equals("StagesRunning"), reason, message),
                        condition("Failed", reason.equals("Failed"), reason, message),
                        condition("Finished", !reason.equals("StagesRunning"), reason, "")),
                "stages",
                List.of(Map.of(
                        "name",
                        "teacher/a",
                        "kind",
                        "teacher",
                        "state",
                        stageState,
                        "attempt",
                        2,
                        "failures",
                        1,
                        "disruptions",
                        0,
                        "planKey",
                        "key",
                        "message",
                        message)));
    }

    private static Map<String, Object> condition(String type, boolean value, String reason, String message) {
        return Map.of(
                "type",
                type,
                "status",
                value ? "True" : "False",
                "observedGeneration",
                1,
                "lastTransitionTime",
                "2026-01-01T00:00:00Z",
                "reason",
                reason,
                "message",
                message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "logs", "suspend", "resume", "rerun", "wait", "fetch", "top"})
    void everyCommandShowsAnExampleThatParsesAndTheVerbsThatItTakes(String command) {
        CommandLine commands = KubectlCommands.commandLine(new ClusterSurroundings(
                new PrintWriter(out), folder, InstantSource.fixed(NOW), this::pause, options -> client));
        String help = commands.getSubcommands().get(command).getUsageMessage();
        assertThat(help.replaceAll("\\s+", " ")).contains("Takes ", "mlfdruns", "--namespace");
        String[] example = help.lines()
                .filter(line -> line.startsWith("  ./mlfd kubectl "))
                .findFirst()
                .orElseThrow()
                .strip()
                .split(" ");
        assertThat(commands.parseArgs(Arrays.copyOfRange(example, 2, example.length))
                        .subcommand()
                        .commandSpec()
                        .name())
                .isEqualTo(command);
    }

    @Test
    void aStatusSaysWhyAndEscapesWhatSpeaksToATerminal() {
        run("a", status("Failed", "Failed", "teacher/a: exit 21\u001b[2J", "Failed"));
        assertThat(call("status", "a")).isZero();
        assertThat(out.toString())
                .startsWith("a: Failed, 1/2 stages done: teacher/a: exit 21\\u001b[2J\n")
                .contains(
                        "STAGE      STATE   ATTEMPT  PROGRESS  MESSAGE\nteacher/a  Failed  2        -         teacher/a");
    }

    @Test
    void suspendingAndResumingChangeOneField() {
        run("a", status("Running", "StagesRunning", "", "Running"));
        assertThat(call("suspend", "a")).isZero();
        assertThat(spec("a", "suspend")).isEqualTo(true);
        assertThat(call("resume", "a")).isZero();
        assertThat(spec("a", "suspend")).isEqualTo(false);
        assertThat(spec("a", "datasets")).isEqualTo(List.of());
    }

    @Test
    void aRerunHasATokenOfItsOwnAndForgetsTheStagesOfTheOneBefore() {
        run("a", status("Failed", "Failed", "", "Failed"));
        assertThat(call("rerun", "a", "joint", "report", "--token", "7")).isZero();
        assertThat(spec("a", "rerun")).isEqualTo(Map.of("token", "7", "stages", List.of("joint", "report")));
        assertThat(call("rerun", "a")).isZero();
        // A null takes a field away (RFC 7386); the mock server keeps it.
        assertThat(spec("a", "rerun"))
                .satisfiesAnyOf(
                        rerun -> assertThat(rerun).isEqualTo(Map.of("token", "1700000000")),
                        rerun -> assertThat(rerun).hasToString("{token=1700000000, stages=null}"),
                        rerun -> assertThat(rerun).hasToString("{stages=null, token=1700000000}"));
    }

    @ParameterizedTest
    @CsvSource({"Complete, 0", "Failed, 1", "Suspended, 10", "Invalid, 20", "NotUnderstood, 20"})
    void waitingEndsWithHowTheRunDid(String reason, int exit) {
        run("a", status(reason, reason, "", "Done"));
        assertThat(call("wait", "a")).isEqualTo(exit);
    }

    @Test
    void waitingEndsWithItsTimeAndDoesNotTakeAnEarlierEndForThisOne() {
        run("a", status("Running", "StagesRunning", "", "Running"));
        assertThat(call("wait", "a", "--timeout", "5")).isEqualTo(124);
        assertThat(out.toString()).isEqualTo("a: not finished after 5 s\n");
        assertThat(waits).hasSize(3);
    }

    @Test
    void topShowsWhatIsUnderWay() {
        run("a", status("Running", "StagesRunning", "", "Running"));
        run("b", status("Complete", "Complete", "", "Done"));
        assertThat(call("top")).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        "NAMESPACE  RUN  STAGE      ATTEMPT  STATE    PROGRESS\ntest       a    teacher/a  2        Running  -\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status b | there is no run \"b\" in namespace \"test\"; kubectl get mlfdruns -A lists them",
                "logs a joint | run \"a\" has no stage \"joint\"; kubectl mlfd status a lists them",
                "logs a teacher/a | teacher/a has no pod: it is Running; pods go with their Jobs, spec.retention.jobs keeps them longer",
                "fetch a | run \"a\" has nothing to fetch yet: no student and no report is done (1/2 stages); kubectl mlfd wait a"
            })
    void whatIsMissingIsSaidInOneLine(String arguments, String message) {
        Map<String, Object> status = status("Running", "StagesRunning", "", "Running");
        run("a", status);
        assertThat(call(arguments.split(" "))).isEqualTo(20);
        assertThat(failure.replace(" ()", "")).isEqualTo(message);
        assertThat(out.toString()).isEmpty();
    }

    /** In words of the role that is missing. */
    @Test
    void aVerbThatIsMissingIsNamedWithItsResource() {
        server.expect()
                .get()
                .withPath("/apis/mlfd.io/v1alpha1/namespaces/test/mlfdruns/a")
                .andReturn(403, forbidden("mlfdruns.mlfd.io \"a\" is forbidden: User \"ann\" cannot get resource"))
                .always();
        assertThat(call("status", "a")).isEqualTo(20);
        assertThat(failure)
                .isEqualTo("you may not get mlfdruns \"a\" in namespace \"test\"; ask for a role with that verb:"
                        + " mlfdruns.mlfd.io \"a\" is forbidden: User \"ann\" cannot get resource");
    }

    private static Map<String, Object> forbidden(String message) {
        return Map.of("kind", "Status", "apiVersion", "v1", "status", "Failure", "code", 403, "message", message);
    }
}
