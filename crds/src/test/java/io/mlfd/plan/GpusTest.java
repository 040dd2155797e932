package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.mlfd.api.PodSettings.Resources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A GPU is reserved where something computes on it, or where that was asked for. */
class GpusTest {
    private static final String POD = "{resources: {limits: {cpu: 2, nvidia.com/gpu: 1}}}";

    /** Which kinds of stages have a GPU. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | teacher joint distill baseline",
                "{report: {pod: {resources: {limits: {nvidia.com/gpu: 1}}}}} | teacher joint distill baseline report",
                "{report: {pod: {device: cpu}}} | teacher joint distill baseline",
                "{teacher: {pod: {device: cpu}}} | joint distill baseline",
                "{teacher: {pod: {device: cpu, resources: {limits: {nvidia.com/gpu: 1}}}}} | teacher joint distill baseline",
                "{joint: {pod: {resources: {limits: {cpu: 4}}}}} | teacher distill baseline"
            })
    void whatComputesOnTheCpuInheritsNone(String stages, String kinds) {
        JsonNode file = Specs.with(Specs.with("/spec/stages", stages), "/spec/pod", POD);
        Plan plan = ((Checked.Valid<Plan>) Specs.planned(file)).value();
        List<String> with = plan.stages().stream()
                .filter(stage -> Gpus.of(stage.pod().resources()).isPresent())
                .map(stage -> stage.kind().label())
                .distinct()
                .toList();
        assertThat(with).containsExactlyInAnyOrder(kinds.split(" "));
        assertThat(plan.stages())
                .allMatch(stage -> !stage.pod().resources().limits().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "nvidia.com/gpu, 1, true",
        "nvidia.com/gpu.shared, 1, true",
        "nvidia.com/mig-1g.5gb, 1, true",
        "amd.com/gpu, 2, true",
        "gpu.intel.com/i915, 1, true",
        "nvidia.com/gpu, 0, false",
        "rdma/hca, 1, false",
        "cpu, 1, false",
        "hugepages-2Mi, 1, false"
    })
    void gpusAreKnownByTheNamesOfTheirPlugIns(String name, int amount, boolean gpu) {
        Resources resources = new Resources(Map.of(), Map.of(name, new IntOrString(amount)));
        assertThat(Gpus.of(resources).isPresent()).isEqualTo(gpu);
    }
}
