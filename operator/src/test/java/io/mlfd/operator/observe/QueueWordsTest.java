package io.mlfd.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workloads as Kueue made them; {@code kueue-0.17/make} says of what. */
class QueueWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            waiting    | false | couldn't assign flavors to pod set main: insufficient unused quota for cpu in flavor plain, 600m more needed
            no-queue   | false | LocalQueue nowhere doesn't exist
            never-fits | true  | couldn't assign flavors to pod set main: insufficient quota for cpu in flavor plain, previously considered podsets requests (0) + current podset request (8) > maximum capacity (1)
            admitted   | false | ''
            """)
    void aHeldJobSaysWhy(String file, boolean hopeless, String text) throws Exception {
        assertThat(words(file)).isEqualTo(new QueueWords(text, hopeless));
    }

    @Test
    void aPreemptedJobSaysForWhom() throws Exception {
        assertThat(words("preempted").text())
                .startsWith("Preempted: Preempted to accommodate a workload (UID: ")
                .contains("due to prioritization in the ClusterQueue", "; couldn't assign flavors");
        assertThat(words("preempted").hopeless()).isFalse();
    }

    @Test
    void aJobWithItsQuotaMayWaitForMore() {
        String reserved = "{\"status\": {\"conditions\": [{\"type\": \"QuotaReserved\", \"status\": \"True\"}]}}";
        assertThat(QueueWords.of(Serialization.unmarshal(reserved, GenericKubernetesResource.class)))
                .isEqualTo(new QueueWords("its quota is reserved; its queue's admission checks are not done", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"status\": 1}",
                "{\"status\": {\"conditions\": {}}}",
                "{\"status\": {\"conditions\": [null, 1, {}, {\"type\": 5}, {\"type\": \"Evicted\"}]}}"
            })
    void whatIsNotUnderstoodSaysNothing(String json) {
        assertThat(QueueWords.of(Serialization.unmarshal(json, GenericKubernetesResource.class)))
                .isEqualTo(QueueWords.NONE);
    }

    private static QueueWords words(String file) throws Exception {
        try (InputStream stored = QueueWordsTest.class.getResourceAsStream("/kueue-0.17/" + file + ".json")) {
            return QueueWords.of(Serialization.unmarshal(stored, GenericKubernetesResource.class));
        }
    }
}
