package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.MLFDRun;
import io.mlfd.api.PodSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a platform has for pods of runs that say nothing. */
class PlatformPodsTest {
    private static final String PLATFORM =
            "{\"imagePullSecrets\": [\"registry\"], \"nodeSelector\": {\"pool\": \"research\"}, \"priorityClassName\": \"low\","
                    + " \"resources\": {\"limits\": {\"cpu\": \"4\", \"memory\": \"8Gi\"}}}";

    private final PodSettingsReader reader = new PodSettingsReader();

    private static Plan plan(PodSettings platform, String pod) {
        String file = """
                apiVersion: mlfd.io/v1alpha1
                kind: MLFDRun
                metadata: {name: two}
                spec:
                  datasets:
                    - {name: a, source: {generated: {kind: shapes}, trainPerClass: 5, testPerClass: 5}, model: {name: resnet8}}
                    - {name: b, source: {generated: {kind: glyphs}, trainPerClass: 5, testPerClass: 5}, model: {name: resnet14}}
                  input: {size: 32}
                  training: {epochs: 2}
                  method: {mlfd: {}}
                """ + pod;
        MLFDRun run = ((Checked.Valid<MLFDRun>) new RunFileReader().read(file)).value();
        return ((Checked.Valid<Plan>) new Planner(platform).plan("two", run.getSpec())).value();
    }

    private PodSettings platform() {
        return ((Checked.Valid<PodSettings>) reader.read("P", PLATFORM)).value();
    }

    @Test
    void whoSaysNothingHasThePlatforms() {
        assertThat(plan(platform(), "").stages()).allSatisfy(stage -> {
            assertThat(stage.pod().imagePullSecrets()).containsExactly("registry");
            assertThat(stage.pod().nodeSelector()).containsOnlyKeys("pool");
            assertThat(stage.pod().priorityClassName()).isEqualTo("low");
            assertThat(stage.threads()).hasValue(4);
        });
    }

    @Test
    void whatARunSaysReplacesTheWholeFieldAndAStagesThatOfTheRun() {
        Plan plan = plan(platform(), """
                  pod: {nodeSelector: {zone: a}, resources: {limits: {cpu: 2}}}
                  stages: {joint: {pod: {nodeSelector: {zone: b}}}}
                """);

        assertThat(plan.stage("teacher/a").pod().nodeSelector()).containsOnlyKeys("zone");
        assertThat(plan.stage("teacher/a").pod().resources().limits()).containsOnlyKeys("cpu");
        assertThat(plan.stage("teacher/a").pod().imagePullSecrets()).containsExactly("registry");
        assertThat(plan.stage("joint").pod().nodeSelector()).containsEntry("zone", "b");
        assertThat(plan.stage("joint").threads()).hasValue(2);
    }

    @Test
    void noKeyIsAnother() {
        assertThat(keys(plan(platform(), ""))).isEqualTo(keys(plan(PodSettings.NONE, "")));
    }

    private static List<String> keys(Plan plan) {
        return plan.stages().stream().map(Stage::planKey).toList();
    }

    @Test
    void nothingIsNothing() {
        assertThat(reader.read("P", "")).isEqualTo(new Checked.Valid<>(PodSettings.NONE));
        assertThat(reader.read("P", " ")).isEqualTo(new Checked.Valid<>(PodSettings.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"nodeSelecter\": {}} | P.nodeSelecter: is no field of pod settings",
                "{\"nodeSelector\": 7} | P.nodeSelector: is no field of pod settings, or another kind of value",
                "{\"device\": \"tpu\"} | P.device: is no field of pod settings, or another kind of value",
                "{\"resources\": {\"limits\": {\"memory\": \"8GiB\"}}} | P.resources.limits.memory: ",
                "{\"resources\": {\"limits\": {\"cpu\": 1}, \"requests\": {\"cpu\": 2}}} | P.resources",
                "{\"tolerations\": [ | P",
                "null | P: is null",
                "[] | P: is no field of pod settings, or another kind of value",
                "nothing | P: is not JSON",
            })
    void whatMeansNothingIsNamed(String json, String problem) {
        Checked<PodSettings> read = reader.read("P", json);
        assertThat(read).isInstanceOf(Checked.Invalid.class);
        assertThat(Problem.line(((Checked.Invalid<PodSettings>) read).problems()))
                .startsWith(problem);
    }
}
