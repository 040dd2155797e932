package io.mlfd.operator.build;

import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.plan.Gpus;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Problem;
import io.mlfd.plan.Stage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a run needs on a cluster beyond what makes it a run. */
public final class ClusterRules {
    private static final Pattern OBJECT_NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    /** Linux takes 128 KiB in one environment variable. */
    private static final int MOST_ORDER_BYTES = 120_000;

    private final StageDefaults defaults;
    private final StageOrders orders = new StageOrders();

    public ClusterRules(StageDefaults defaults) {
        this.defaults = defaults;
    }

    /** Problems of a run that has a plan. */
    public List<Problem> problems(MLFDRun run, Plan plan) {
        List<Problem> problems = new ArrayList<>();
        DataClaims data = DataClaims.of(run.getSpec(), plan);
        claims(run.getSpec(), data, problems);
        plan.stages().stream()
                .filter(stage -> defaults.imageOf(stage).isEmpty())
                .findFirst()
                .ifPresent(stage -> problems.add(new Problem(
                        "spec.pod.image",
                        "this operator has no default image (MLFD_TRAINER_IMAGE is not set); name one")));
        // A run that has begun cannot be made shorter any more, and to write every order at every look takes time.
        boolean mayChange = run.getStatus() == null || !run.getStatus().wasStarted();
        plan.stages().stream()
                .filter(stage -> mayChange && orderBytes(data, plan, stage) > MOST_ORDER_BYTES)
                .findFirst()
                .ifPresent(stage -> problems.add(new Problem(
                        "spec",
                        "the order of stage " + stage.name() + " is longer than " + MOST_ORDER_BYTES
                                + " bytes; it repeats the classes of its data sets and the stages that it reads: shorten the "
                                + "lists of classes, or name fewer seeds")));
        return problems;
    }

    /** What a run goes on with and its author should know: a GPU that nothing can use is reserved all the same. */
    public List<Problem> warnings(MLFDRun run, Plan plan) {
        return plan.stages().stream()
                .filter(stage -> !defaults.mayHaveCuda(stage))
                .flatMap(stage -> Gpus.of(stage.pod().resources()).stream()
                        .map(gpu -> new Problem(
                                resources(run, stage) + "[" + gpu + "]",
                                "the operator's default image has no CUDA (MLFD_TRAINER_CUDA, MLFD_TRAINER_IMAGE_CUDA), so the GPU is reserved and the CPU computes;"
                                        + " name an image with CUDA in spec.pod.image, or take the GPU out")))
                .distinct()
                .toList();
    }

    private static String resources(MLFDRun run, Stage stage) {
        return Gpus.saidForItsKind(run.getSpec(), stage.kind())
                ? "spec.stages." + stage.kind().label() + ".pod.resources"
                : "spec.pod.resources";
    }

    private static void claims(MLFDRunSpec spec, DataClaims data, List<Problem> problems) {
        data.missing()
                .forEach(path -> problems.add(new Problem(
                        path, "files are needed; name the claim that holds them here or in spec.data.claimName")));
        data.fields().forEach((claim, field) -> name(field, claim, problems));
        if (spec.storage() != null && spec.storage().claimName() != null) {
            name("spec.storage.claimName", spec.storage().claimName(), problems);
        }
    }

    private static void name(String field, String name, List<Problem> problems) {
        if (!OBJECT_NAME.matcher(name).matches()) {
            problems.add(
                    new Problem(field, "\"" + name + "\" is no name of a claim: lower case letters, digits, - and ."));
        }
    }

    private int orderBytes(DataClaims data, Plan plan, Stage stage) {
        return orders.write(data, plan, stage, 1).getBytes(StandardCharsets.UTF_8).length;
    }
}
