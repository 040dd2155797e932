package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the documentation tells people to apply, a cluster takes. */
@WholeCluster
class DocumentedObjectsIT {
    private static final String KUSTOMIZATION = "kind: Kustomization";

    @Test
    void theApiServerTakesEveryObjectInANamespaceThatEnforcesRestricted() throws Exception {
        List<String> blocks = blocks();
        assertThat(blocks).hasSizeGreaterThan(1);
        Scenario.play(scenario -> {
            for (String block : blocks) {
                Kubectl.Output output = scenario.kubectl()
                        .tryRun(
                                in -> in.write(block.getBytes(StandardCharsets.UTF_8)),
                                "apply",
                                "--dry-run=server",
                                "--validate=strict",
                                "--filename=-");
                assertThat(output.exit()).as(output.text() + "\n" + block).isZero();
                assertThat(output.text()).doesNotContain("Warning");
            }
        });
    }

    private static List<String> blocks() throws IOException {
        return DocumentationPage.all().stream()
                .flatMap(page -> page.blocks("yaml").stream())
                .filter(block -> block.contains("apiVersion:") && !block.contains(KUSTOMIZATION))
                .toList();
    }
}
