package io.mlfd.plan.mcl;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.api.method.MclSpec;
import io.mlfd.api.method.MclSpec.Control;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Training;
import io.mlfd.contract.mcl.TrainContrastingPeers;
import io.mlfd.contract.mcl.TrainContrastingPeers.Contrast;
import io.mlfd.contract.mcl.TrainContrastingPeers.Part;
import io.mlfd.contract.mcl.TrainContrastingPeers.Weights;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.plan.MethodPlan;
import io.mlfd.plan.NetworkGroup;
import io.mlfd.plan.PlanBuilder;
import io.mlfd.plan.SpecProblems;
import io.mlfd.result.Comparisons;
import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.Metric;
import io.mlfd.result.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** An MCL run: one stage a data set, its controls, and its networks alone. */
record MclPlan(MclSpec mcl) implements MethodPlan {
    static final String PATH = "spec.method.mcl.";
    private static final int PEERS = 2;
    private static final double VANILLA = 0.1;
    private static final double INTERACTIVE = 0.1;
    private static final double SOFT_VANILLA = 1;
    private static final double SOFT_INTERACTIVE = 1;
    private static final double TEMPERATURE = 0.1;
    private static final double SOFT_TEMPERATURE = 3;
    private static final int EMBEDDING_SIZE = 128;

    @Override
    public Set<Baseline> baselines() {
        return EnumSet.of(Baseline.ALONE);
    }

    @Override
    public void check(MLFDRunSpec run, SpecProblems problems) {
        new MclRules(mcl, contrast().weights(), networks(), run, problems).check();
    }

    /** The first peer is a network of its own, which a mean or an ensemble is not. */
    @Override
    public Comparisons comparisons(MLFDRunSpec run) {
        List<Role> references = new ArrayList<>();
        if (run.baselines().contains(Baseline.ALONE)) {
            references.add(Roles.ALONE);
        }
        mcl.controls().forEach(control -> references.add(part(control).first()));
        references.add(TrainContrastingPeers.ENSEMBLE);
        return new Comparisons(
                Column.of(Part.METHOD.first(), Metric.TOP1),
                references.stream().map(role -> Column.of(role, Metric.TOP1)).toList());
    }

    @Override
    public void addStages(PlanBuilder stages) {
        Training training = stages.training();
        stages.online(networks(), training, work -> peers(work, stages.imageSize(), training, Part.METHOD));
        for (Control control : mcl.controls()) {
            for (Dataset dataset : stages.datasets()) {
                stages.add(
                        "baseline/" + part(control).first().id() + "/" + dataset.name(),
                        peers(stages.work(dataset), stages.imageSize(), training, part(control)),
                        List.of());
            }
        }
    }

    private static Part part(Control control) {
        return switch (control) {
            case WITHOUT_CONTRAST -> Part.WITHOUT_CONTRAST;
            case WITHOUT_INTERACTION -> Part.WITHOUT_INTERACTION;
        };
    }

    private TrainContrastingPeers peers(DatasetWork work, int imageSize, Training training, Part part) {
        Weights weights = contrast().weights();
        Weights own =
                switch (part) {
                    case METHOD -> weights;
                    case WITHOUT_CONTRAST -> new Weights(0, 0, 0, 0);
                    case WITHOUT_INTERACTION -> new Weights(weights.vanilla(), 0, 0, 0);
                };
        return new TrainContrastingPeers(
                work, imageSize, networks().of(work), contrast().weighing(own), part, training);
    }

    private NetworkGroup networks() {
        return new NetworkGroup(PATH + "networks", mcl.networks(), mcl.peers() == null ? PEERS : mcl.peers());
    }

    private Contrast contrast() {
        MclSpec.Contrast given = mcl.contrast() == null
                ? new MclSpec.Contrast(null, null, null, null, null, null, null)
                : mcl.contrast();
        return new Contrast(
                new Weights(
                        orElse(given.vanillaWeight(), VANILLA),
                        orElse(given.interactiveWeight(), INTERACTIVE),
                        orElse(given.softVanillaWeight(), SOFT_VANILLA),
                        orElse(given.softInteractiveWeight(), SOFT_INTERACTIVE)),
                orElse(given.temperature(), TEMPERATURE),
                orElse(given.softTemperature(), SOFT_TEMPERATURE),
                given.embeddingSize() == null ? EMBEDDING_SIZE : given.embeddingSize());
    }

    private static double orElse(Double value, double otherwise) {
        return value == null ? otherwise : value;
    }
}
