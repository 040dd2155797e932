package io.mlfd.operator.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.MLFDRun;
import io.mlfd.api.PodSettings;
import io.mlfd.operator.Runs;
import io.mlfd.plan.Plan;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which image a stage runs where its run names none. */
class StageDefaultsTest {
    private static final StageDefaults BOTH = new StageDefaults("cpu:1", false, "cuda:1", PodSettings.NONE);

    private static String image(StageDefaults defaults, String pod) {
        MLFDRun run = Runs.run("r", Runs.SPEC + "pod: " + pod);
        Plan plan = Runs.plan(run);
        return new StageJobs(defaults)
                .build(run, plan, plan.stage("joint"), 1, RunVolume.of(run, Optional.empty()))
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getImage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | cpu:1",
                "{device: auto} | cpu:1",
                "{device: cuda} | cuda:1",
                "{device: cpu, resources: {limits: {nvidia.com/gpu: 1}}} | cpu:1",
                "{resources: {limits: {nvidia.com/gpu: 1}}} | cuda:1",
                "{resources: {limits: {nvidia.com/mig-1g.10gb: 1}}} | cuda:1",
                "{resources: {limits: {example.com/fpga: 1}}} | cpu:1",
                "{image: 'own:1', device: cuda} | own:1",
            })
    void whoMayUseAGpuHasTheImageForIt(String pod, String image) {
        assertThat(image(BOTH, pod)).isEqualTo(image);
    }

    @Test
    void withoutOneForGpusThereIsOneForAll() {
        assertThat(image(StageDefaults.of("cpu:1"), "{device: cuda}")).isEqualTo("cpu:1");
    }
}
