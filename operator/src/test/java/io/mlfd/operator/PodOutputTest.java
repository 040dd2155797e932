package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.mlfd.operator.act.KubernetesReads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken of a pod's log, where a limit in bytes may end it anywhere. */
@EnableKubernetesMockClient
class PodOutputTest {
    private static final String PATH =
            "/api/v1/namespaces/test/pods/p/log?container=stage&tailLines=20&limitBytes=16384";

    KubernetesMockServer server;
    KubernetesClient client;

    /** A cut line would tell of another step than the stage did. */
    @ParameterizedTest
    @CsvSource({"'a: step 10 of 90\na: step 20 of 9', 'a: step 10 of 90\n'", "'a\nb\n', 'a\nb\n'", "a: step 20 of 9, ''"
    })
    void aLineThatIsNotWholeIsLeftOut(String log, String taken) {
        server.expect().get().withPath(PATH).andReturn(200, log).always();
        assertThat(new KubernetesReads(client).output("test", "p")).contains(taken);
        assertThat(server.getRequestCount()).as("the log alone").isEqualTo(1);
    }

    @Test
    void whatCannotBeHadIsEmpty() {
        assertThat(new KubernetesReads(client).output("test", "p")).isEmpty();
    }
}
