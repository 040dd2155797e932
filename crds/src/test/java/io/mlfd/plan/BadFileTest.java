package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mlfd.api.ApiServer;
import io.mlfd.plan.BadFile.Server;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule about a field has a file that breaks it, and both that judge files are asked: this program and an API server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadFileTest {

    static Stream<BadFile> files() throws IOException {
        return Stream.concat(BadFiles.all(), OutOfBoundsFiles.of(ApiServer.definition()).stream());
    }

    @ParameterizedTest
    @MethodSource("files")
    void aProblemNamesTheFieldInOneLine(BadFile bad) {
        List<Problem> problems = Specs.problems(bad.file());
        assertThat(problems).anySatisfy(problem -> assertThat(problem.path()).startsWith(bad.path()));
        assertThat(problems)
                .allSatisfy(
                        problem -> assertThat(problem.message()).isNotBlank().doesNotContain("\n"));
    }

    @Test
    void namesOfFilesAreTheirOwn() throws IOException {
        assertThat(files().map(BadFile::name)).doesNotHaveDuplicates().hasSizeGreaterThan(300);
    }

    @Test
    void everyRuleOfTheDefinitionIsBrokenByAFile() throws IOException {
        List<String> rules = ApiServer.definition().findValues("x-kubernetes-validations").stream()
                .flatMap(each -> StreamSupport.stream(each.spliterator(), false))
                // What may change is no matter of a file: DefinitionServerTest has these.
                .filter(rule -> !rule.path("rule").asText().contains("oldSelf"))
                .map(rule -> rule.path("message").asText())
                .toList();
        List<String> broken = BadFiles.all()
                .map(BadFile::server)
                .filter(Server.Rule.class::isInstance)
                .map(rule -> ((Server.Rule) rule).message())
                .toList();
        assertThat(new TreeSet<>(rules)).isNotEmpty().allSatisfy(rule -> assertThat(broken)
                .anyMatch(rule::startsWith));
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @EnabledIfEnvironmentVariable(
            named = ApiServer.VARIABLE,
            matches = ".+",
            disabledReason = "NOT RUN: needs kube-apiserver and etcd, named by " + ApiServer.VARIABLE)
    class OnAServer {
        private static final String ROOT = "<nil>";

        @AutoClose
        private ApiServer server;

        @BeforeAll
        void start() throws IOException {
            server = ApiServer.start();
        }

        static Stream<BadFile> files() throws IOException {
            return BadFileTest.files();
        }

        @ParameterizedTest
        @MethodSource("files")
        void theServerRefusesWhatItCanTell(BadFile bad) {
            if (bad.server() instanceof Server.Accepts) {
                assertThatCode(() -> server.create(bad.file())).doesNotThrowAnyException();
                return;
            }
            KubernetesClientException refusal =
                    catchThrowableOfType(KubernetesClientException.class, () -> server.create(bad.file()));
            assertThat(refusal).as(bad.name()).isNotNull();
            if (bad.server() instanceof Server.Rule rule) {
                assertThat(refusal).hasMessageContaining(rule.message());
                namesTheField(bad.path(), cause(refusal, rule.message()));
            } else {
                assertThat(refusal).hasMessageContaining(bad.path());
            }
        }

        private static StatusCause cause(KubernetesClientException refusal, String message) {
            return refusal.getStatus().getDetails().getCauses().stream()
                    .filter(cause -> cause.getMessage().contains(message))
                    .findFirst()
                    .orElseThrow();
        }

        /** A rule stands at a field that holds the one at fault; its words name the rest of the way. */
        private static void namesTheField(String path, StatusCause cause) {
            String field = cause.getField().equals(ROOT) ? "" : cause.getField();
            assertThat(path).startsWith(field);
            assertThat(path.substring(field.length()).split("[.\\[\\]]+"))
                    // Neither places in lists nor keys that a file's author chose.
                    .filteredOn(name -> name.matches("[a-zA-Z]+"))
                    .allSatisfy(name -> assertThat(cause.getMessage()).contains(name));
        }

        /** In three looks: fields that there are not, then what is not of the schema, then what rules in CEL refuse. */
        @Test
        void theServerTellsAllThatIsWrong() {
            refusedAtOnce(List.of("/spec/quue={}", "/spec/input/sise=8"), "spec.quue", "spec.input.sise");
            refusedAtOnce(
                    List.of(
                            "/spec/training/epochs=-1",
                            "/spec/input/size=-1",
                            "/spec/parallelism=-1",
                            "/spec/seeds/0=-1"),
                    "spec.training.epochs",
                    "spec.input.size",
                    "spec.parallelism",
                    "spec.seeds[0]");
            refusedAtOnce(
                    List.of(
                            "/spec/seeds=[1, 1]",
                            "/spec/training/schedule/milestones=[0.7, 0.5]",
                            "/spec/pod/env/0/name=MLFD_X",
                            "/spec/datasets/1/name=a"),
                    "seeds: must differ",
                    "milestones: must rise",
                    "MLFD_ is reserved",
                    "names must differ");
        }

        private void refusedAtOnce(List<String> edits, String... words) {
            JsonNode file = Specs.full();
            for (String edit : edits) {
                int equals = edit.indexOf('=');
                file = Specs.with(file, edit.substring(0, equals), edit.substring(equals + 1));
            }
            JsonNode bad = file;
            assertThatThrownBy(() -> server.create(bad)).hasMessageContainingAll(words);
        }
    }
}
