package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Another digest for the same settings would make every waiting Job anew in an upgrade, so that of each is fixed: SHA-256 of the
 * JSON without what is not said, {@code {"resources":{}}} where nothing is.
 */
class PodDigestTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                             | 9acca9082e865d64
            {image: a, resources: {limits: {nvidia.com/gpu: 1, cpu: "2"}}} | 1aee6e011944b7ad
            """)
    void theSameSettingsHaveTheSameDigest(String pod, String digest) {
        JsonNode ofEveryKind = Specs.with("/spec/stages", "");
        Checked<Plan> planned = Specs.planned(Specs.with(ofEveryKind, "/spec/pod", pod == null ? "" : pod));
        Plan plan = ((Checked.Valid<Plan>) planned).value();
        assertThat(PodDigest.of(plan.stages().get(0).pod())).isEqualTo(digest);
    }
}
