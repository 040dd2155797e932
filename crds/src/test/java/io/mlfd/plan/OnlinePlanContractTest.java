package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageWork;
import io.mlfd.plan.Checked.Valid;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds of the plan of every method that trains networks of a data set at once, over two data sets. */
public abstract class OnlinePlanContractTest {
    private static final String FILE = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: online}
            spec:
              datasets:
                - name: a
                  source: {generated: {kind: shapes}, trainPerClass: 5, testPerClass: 5}
                  model: {name: resnet14}
                - name: b
                  source: {generated: {kind: glyphs}, trainPerClass: 5, testPerClass: 5}
                  model: MODEL
              input: {size: 32}
              training: {epochs: 30}
              method: {METHOD: FIELDS}
              baselines: BASELINES
            """;

    private final String method;
    private final String called;
    private final String secondModel;

    /**
     * @param method its field
     * @param called what messages call it
     * @param secondModel of data set b
     */
    protected OnlinePlanContractTest(String method, String called, String secondModel) {
        this.method = method;
        this.called = called;
        this.secondModel = secondModel;
    }

    /** The method's fields with all controls that it has of its own. */
    protected String everyControl() {
        return "{}";
    }

    @Test
    void everyWorkSurvivesItsJson() {
        ContractJson json = new ContractJson();
        assertThat(plan(everyControl(), "[Alone]").stages())
                .extracting(Stage::work)
                .allSatisfy(work ->
                        assertThat(json.read(json.write(work), StageWork.class)).isEqualTo(work));
    }

    @Test
    void nothingButTheReportWaitsForAnything() {
        List<Stage> stages = plan(everyControl(), "[Alone]").stages();
        assertThat(stages.subList(0, stages.size() - 1))
                .allMatch(stage -> stage.inputs().isEmpty());
    }

    @Test
    void controlsOfOtherMethodsAreRefused() {
        assertThat(problems(file("{}", "[OwnTeacher]")))
                .containsExactly(new Problem("spec.baselines", method + " has no OwnTeacher; leave it out"));
    }

    @Test
    void teachersAreRefused() {
        assertThat(problems(file("{}", "[]").replaceAll("( +)model: .*", "$0\n$1teacher: {training: {epochs: 2}}")))
                .containsExactly(
                        new Problem("spec.datasets[0].teacher", called + " has no teachers; leave it out"),
                        new Problem("spec.datasets[1].teacher", called + " has no teachers; leave it out"));
    }

    /** A run file with the method's fields and the run's baselines. */
    protected String file(String fields, String baselines) {
        return FILE.replace("MODEL", secondModel)
                .replace("METHOD", method)
                .replace("FIELDS", fields)
                .replace("BASELINES", baselines);
    }

    protected final Plan plan(String fields, String baselines) {
        return planned(file(fields, baselines));
    }

    protected static Plan planned(String file) {
        return ((Valid<Plan>) Specs.planned(file)).value();
    }

    protected static List<Problem> problems(String file) {
        return Specs.problems(file);
    }
}
