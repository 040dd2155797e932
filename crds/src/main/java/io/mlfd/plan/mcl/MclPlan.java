package io.mlfd.plan.mcl;

import static java.util.Objects.requireNonNullElse;

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
        List<Role> others = new ArrayList<>(
                mcl.controls().stream().map(control -> part(control).first()).toList());
        others.add(Roles.ENSEMBLE);
        return MethodPlan.overAlone(run, Part.METHOD.first(), Roles.ALONE, others);
    }

    @Override
    public void addStages(PlanBuilder stages) {
        Training training = stages.training();
        stages.online(
                work -> networks().of(work, stages.imageSize()),
                training,
                work -> peers(work, stages.imageSize(), training, Part.METHOD));
        for (Control control : mcl.controls()) {
            Part part = part(control);
            stages.control(part.first(), work -> peers(work, stages.imageSize(), training, part));
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
                work, imageSize, networks().of(work, imageSize), contrast().weighing(own), part, training);
    }

    private NetworkGroup networks() {
        return new NetworkGroup(PATH + "networks", mcl.networks(), requireNonNullElse(mcl.peers(), PEERS));
    }

    private Contrast contrast() {
        MclSpec.Contrast given = mcl.contrast() == null
                ? new MclSpec.Contrast(null, null, null, null, null, null, null)
                : mcl.contrast();
        return new Contrast(
                new Weights(
                        requireNonNullElse(given.vanillaWeight(), VANILLA),
                        requireNonNullElse(given.interactiveWeight(), INTERACTIVE),
                        requireNonNullElse(given.softVanillaWeight(), SOFT_VANILLA),
                        requireNonNullElse(given.softInteractiveWeight(), SOFT_INTERACTIVE)),
                requireNonNullElse(given.temperature(), TEMPERATURE),
                requireNonNullElse(given.softTemperature(), SOFT_TEMPERATURE),
                requireNonNullElse(given.embeddingSize(), EMBEDDING_SIZE));
    }
}
