package io.mlfd.operator.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.operator.ApiServerCluster;
import io.mlfd.operator.ApiServerResource;
import io.mlfd.operator.Runs;
import io.mlfd.operator.build.Names;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole operator, whose definition was rolled back under it: every look finds that the status is not as it would be. */
@QuarkusTest
@WithTestResource(ApiServerResource.class)
class EarlierDefinitionTest {
    private static final String NAME = "rolled-back";
    private static final int SECONDS = 30;
    private static final int LOOKS = 10;

    @Inject
    KubernetesClient client;

    @Inject
    Operator operator;

    @ConfigProperty(name = ApiServerResource.AUDIT, defaultValue = "none")
    String audit;

    private ApiServerCluster cluster;
    private String definition;

    @BeforeEach
    void install() throws Exception {
        if (!ApiServerResource.available()) {
            System.err.println(
                    "NOT RUN: EarlierDefinitionTest (the whole operator with the definition of an earlier release on a"
                            + " real API server): KUBE_API_TEST_DIR is not set");
        }
        Assumptions.assumeTrue(ApiServerResource.available());
        definition = Files.readString(Path.of("../manifests/crd/mlfdruns.mlfd.io-v1.yml"));
        cluster = new ApiServerCluster(client);
        cluster.install();
        operator.start();
    }

    @AfterEach
    void restore() {
        if (ApiServerResource.available()) {
            operator.stop();
            new ServedDefinition(client).exchange("this", definition);
        }
    }

    @Test
    void aRunGoesOnAndNothingIsWrittenWhileNothingHappens() throws Exception {
        client.resource(cluster.written(NAME, Runs.SPEC)).create();
        cluster.complete(NAME, "teacher/a");
        assertThat(await(status -> "1/6".equals(status.stagesDone())).summary()).isNotNull();

        StoredRelease earlier = StoredRelease.all().get(0);
        new ServedDefinition(client).exchange("earlier", earlier.definition());
        cluster.complete(NAME, "teacher/b");
        assertThat(await(status -> status.current().equals("joint")).summary())
                .as("the definition drops it")
                .isNull();
        long before = statusWrites();
        for (int look = 0; look < LOOKS; look++) {
            touchTheClaim(look);
        }
        assertThat(statusWrites() - before)
                .as("at %d looks at what is the same", LOOKS)
                .isLessThanOrEqualTo(1);

        for (String stage : List.of("joint", "distill/a", "distill/b", "report")) {
            cluster.complete(NAME, stage);
        }
        MLFDRunStatus complete = await(status -> "Complete".equals(status.phase()));
        assertThat(complete.stages())
                .allSatisfy(stage -> assertThat(stage.attempt()).isEqualTo(1));
    }

    /** Each is a look of its own: the operator hears of every change of a claim. */
    private void touchTheClaim(int number) throws InterruptedException {
        client.persistentVolumeClaims()
                .inNamespace(Runs.NAMESPACE)
                .withName(Names.volume(NAME))
                .edit(claim -> {
                    claim.getMetadata().setAnnotations(Map.of("touched", "" + number));
                    return claim;
                });
        TimeUnit.MILLISECONDS.sleep(200);
    }

    private MLFDRunStatus await(Predicate<MLFDRunStatus> condition) {
        return client.resources(MLFDRun.class)
                .inNamespace(Runs.NAMESPACE)
                .withName(NAME)
                .waitUntilCondition(
                        run -> run != null && run.getStatus() != null && condition.test(run.getStatus()),
                        SECONDS,
                        TimeUnit.SECONDS)
                .getStatus();
    }

    /** By the API server's own record. */
    private long statusWrites() throws IOException {
        ObjectMapper json = new ObjectMapper();
        long writes = 0;
        for (String line : Files.readAllLines(Path.of(audit))) {
            JsonNode call = json.readTree(line);
            if (call.path("verb").asText().equals("patch")
                    && call.at("/objectRef/subresource").asText().equals("status")
                    && call.at("/objectRef/name").asText().equals(NAME)) {
                writes++;
            }
        }
        return writes;
    }
}
