package io.mlfd.plan.afd;

import static java.util.Objects.requireNonNullElse;

import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.api.method.AfdSpec;
import io.mlfd.api.method.AfdSpec.Adversarial;
import io.mlfd.api.method.AfdSpec.Control;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Training;
import io.mlfd.contract.afd.Exchange;
import io.mlfd.contract.afd.TrainAdversarialPeers;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.plan.MethodPlan;
import io.mlfd.plan.NetworkGroup;
import io.mlfd.plan.PlanBuilder;
import io.mlfd.plan.SpecProblems;
import io.mlfd.result.Comparisons;
import io.mlfd.result.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** An AFD run: one stage a data set, its networks alone, and a stage a control and data set. */
record AfdPlan(AfdSpec afd) implements MethodPlan {
    static final String PATH = "spec.method.afd.";
    private static final int PEERS = 2;
    private static final double TEMPERATURE = 3;
    private static final double WEIGHT = 1;
    private static final double LEARNING_RATE = 2e-5;
    private static final double WEIGHT_DECAY = 0;

    @Override
    public Set<Baseline> baselines() {
        return EnumSet.of(Baseline.ALONE);
    }

    @Override
    public void check(MLFDRunSpec run, SpecProblems problems) {
        new AfdRules(afd, networks(), run, problems).check();
    }

    /** The first peer, which is the data set's own network, over the same network trained otherwise. */
    @Override
    public Comparisons comparisons(MLFDRunSpec run) {
        List<Role> others =
                new ArrayList<>(afd.controls().stream().map(AfdPlan::role).toList());
        others.add(Roles.ENSEMBLE);
        return MethodPlan.overAlone(run, TrainAdversarialPeers.peer(1), Roles.ALONE, others);
    }

    @Override
    public void addStages(PlanBuilder stages) {
        Training training = stages.training();
        stages.online(
                work -> networks().of(work, stages.imageSize()),
                training,
                work -> peers(work, stages.imageSize(), Exchange.ADVERSARIAL_RING, training));
        for (Control control : afd.controls()) {
            stages.control(role(control), work -> peers(work, stages.imageSize(), exchange(control), training));
        }
    }

    private static Role role(Control control) {
        return TrainAdversarialPeers.control(exchange(control)).orElseThrow();
    }

    private static Exchange exchange(Control control) {
        return switch (control) {
            case LOGITS_ONLY -> Exchange.LOGITS_ONLY;
            case DIRECT_ALIGNMENT -> Exchange.DIRECT_ALIGNMENT;
            case ALL_PAIRS -> Exchange.ADVERSARIAL_PAIRS;
        };
    }

    private TrainAdversarialPeers peers(DatasetWork work, int imageSize, Exchange exchange, Training training) {
        return new TrainAdversarialPeers(
                work,
                imageSize,
                networks().of(work, imageSize),
                exchange,
                requireNonNullElse(afd.temperature(), TEMPERATURE),
                requireNonNullElse(afd.weight(), WEIGHT),
                mapOptimizer(),
                training);
    }

    private Training.Optimizer mapOptimizer() {
        Adversarial given = afd.adversarial() == null ? new Adversarial(null, null) : afd.adversarial();
        return new Training.Optimizer(
                OptimizerName.ADAMW,
                requireNonNullElse(given.learningRate(), LEARNING_RATE),
                requireNonNullElse(given.weightDecay(), WEIGHT_DECAY),
                0,
                false);
    }

    private NetworkGroup networks() {
        return new NetworkGroup(PATH + "networks", afd.networks(), requireNonNullElse(afd.peers(), PEERS));
    }
}
