package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
        assertThat(files().map(BadFile::name)).doesNotHaveDuplicates();
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
            } else {
                assertThat(refusal).hasMessageContaining(bad.path());
            }
        }
    }
}
