package io.mlfd.plan.feed;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.TrainingSpec;
import io.mlfd.api.method.FeedSpec;
import io.mlfd.api.method.FeedSpec.Control;
import io.mlfd.api.method.FeedSpec.FactorTransfer;
import io.mlfd.api.method.FeedSpec.Mode;
import io.mlfd.plan.Level;
import io.mlfd.plan.NetworkTrainingRules.Settings;
import io.mlfd.plan.SpecProblems;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import java.util.Optional;

/** What has to hold of a FEED run. */
final class FeedRules {
    private static final String PATH = "spec.method.feed";

    private final FeedSpec feed;
    private final MLFDRunSpec run;
    private final SpecProblems problems;

    FeedRules(FeedSpec feed, MLFDRunSpec run, SpecProblems problems) {
        this.feed = feed;
        this.run = run;
        this.problems = problems;
    }

    void check() {
        if (feed.mode() == Mode.PARALLEL) {
            parallel();
        } else {
            sequential();
        }
        problems.oneNetwork("FEED", run.datasets());
        level();
        Settings student = new Settings(PATH + ".training", Optional.ofNullable(feed.training()));
        problems.training(PATH + ".training", feed.training());
        run.datasets().forEach(dataset -> problems.networkTrainings().network(dataset, student));
        problems.distinct(PATH + ".controls", feed.controls());
        if (feed.controls().contains(Control.FACTOR_TRANSFER)) {
            reconstructed();
        }
        if (feed.factorTransfer() != null) {
            factorTransfer(feed.factorTransfer());
        }
    }

    /** A paraphraser is evaluated by what the teacher says from maps that were put in the place of its own. */
    private void reconstructed() {
        for (int i = 0; i < run.datasets().size(); i++) {
            NetworkShape network =
                    NetworkShapes.of(run.datasets().get(i).model(), run.input().size());
            if (!network.continuesFromMaps()) {
                problems.add(
                        "spec.datasets[" + i + "].model",
                        network.label()
                                + " has more than maps between its stages, and the control FactorTransfer puts others"
                                + " in their place; name another network, or leave the control out");
            }
        }
    }

    private void factorTransfer(FactorTransfer transfer) {
        if (!feed.controls().contains(Control.FACTOR_TRANSFER)) {
            add("factorTransfer", "controls do not name FactorTransfer; name it, or leave factorTransfer out");
        }
        TrainingSpec paraphraser = transfer.paraphraser();
        problems.training(PATH + ".factorTransfer.paraphraser", paraphraser);
        if (paraphraser != null && paraphraser.labelSmoothing() != null) {
            withoutLabels("labelSmoothing");
        }
        if (paraphraser != null && paraphraser.classWeights() != null) {
            withoutLabels("classWeights");
        }
    }

    private void withoutLabels(String field) {
        add("factorTransfer.paraphraser." + field, "the paraphraser learns from maps, without labels; leave it out");
    }

    private void parallel() {
        if (feed.links() != null) {
            add("links", "only Sequential has them; leave it out");
        }
        if (Integer.valueOf(1).equals(feed.teachers()) && feed.controls().contains(Control.SINGLE_TEACHER)) {
            add("controls", "with one teacher the student is SingleTeacher already; leave it out");
        }
        for (int i = 0; i < run.datasets().size(); i++) {
            Dataset.Teacher teacher = run.datasets().get(i).teacher();
            if (teacher != null && teacher.checkpoint() != null) {
                problems.add(
                        "spec.datasets[" + i + "].teacher.checkpoint",
                        "Parallel trains several teachers that differ in chance only; leave it out");
            }
            if (teacher != null && teacher.init() != null) {
                problems.add(
                        "spec.datasets[" + i + "].teacher.init",
                        "Parallel's teachers differ in their first values; leave it out");
            }
        }
    }

    private void sequential() {
        if (feed.teachers() != null) {
            add("teachers", "only Parallel has several; leave it out");
        }
        if (feed.controls().contains(Control.SINGLE_TEACHER)) {
            add("controls", "the first link is Sequential's SingleTeacher; leave it out");
        }
    }

    private void level() {
        Optional.ofNullable(feed.level()).flatMap(Level::parse).ifPresent(level -> run.datasets()
                .forEach(dataset -> problems.maps(PATH + ".level", level, dataset)));
    }

    private void add(String field, String message) {
        problems.add(PATH + "." + field, message);
    }
}
