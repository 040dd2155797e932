package io.mlfd.plan.feed;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.api.TrainingSpec;
import io.mlfd.api.method.FeedSpec;
import io.mlfd.api.method.FeedSpec.Control;
import io.mlfd.api.method.FeedSpec.FactorTransfer;
import io.mlfd.api.method.FeedSpec.Mode;
import io.mlfd.contract.Training;
import io.mlfd.contract.feed.DistillLink;
import io.mlfd.contract.feed.DistillSingleTeacher;
import io.mlfd.contract.feed.DistillTeachers;
import io.mlfd.contract.feed.TrainParaphraser;
import io.mlfd.contract.feed.TransferFactors;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.plan.MethodPlan;
import io.mlfd.plan.PlanBuilder;
import io.mlfd.plan.SpecProblems;
import io.mlfd.plan.Stage;
import io.mlfd.result.Comparisons;
import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.Metric;
import io.mlfd.result.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A FEED run: for each data set teachers, the student or the chain of them, controls. */
record FeedPlan(FeedSpec feed) implements MethodPlan {
    private static final int TEACHERS = 3;
    private static final int LINKS = 3;
    private static final double BETA = 500;
    private static final String LEVEL = "last";
    private static final double RATE = 0.5;
    private static final TrainingSpec PARAPHRASER =
            new TrainingSpec(5, null, null, null, null, null, null, null, null, null);

    @Override
    public Set<Baseline> baselines() {
        return EnumSet.of(Baseline.ALONE);
    }

    @Override
    public void check(MLFDRunSpec run, SpecProblems problems) {
        new FeedRules(feed, run, problems).check();
    }

    @Override
    public Comparisons comparisons(MLFDRunSpec run) {
        List<Role> references = new ArrayList<>();
        if (run.baselines().contains(Baseline.ALONE)) {
            references.add(Roles.ALONE);
        }
        if (feed.controls().contains(Control.SINGLE_TEACHER)) {
            references.add(DistillSingleTeacher.ROLE);
        }
        if (feed.mode() == Mode.SEQUENTIAL) {
            IntStream.range(1, links()).mapToObj(DistillLink::role).forEach(references::add);
        }
        if (feed.controls().contains(Control.FACTOR_TRANSFER)) {
            references.add(TransferFactors.ROLE);
        }
        references.add(feed.mode() == Mode.PARALLEL ? DistillTeachers.ENSEMBLE : Roles.TEACHER);
        Role subject = feed.mode() == Mode.PARALLEL ? DistillTeachers.ROLE : DistillLink.role(links());
        return new Comparisons(
                Column.of(subject, Metric.TOP1),
                references.stream().map(role -> Column.of(role, Metric.TOP1)).toList());
    }

    @Override
    public void addStages(PlanBuilder stages) {
        Training training = stages.training(feed.training());
        for (Dataset dataset : stages.datasets()) {
            Stage first = feed.mode() == Mode.PARALLEL
                    ? parallel(stages, dataset, training)
                    : sequential(stages, dataset, training);
            if (feed.controls().contains(Control.SINGLE_TEACHER)) {
                DistillSingleTeacher work =
                        new DistillSingleTeacher(stages.work(dataset), stages.imageSize(), level(), beta(), training);
                stages.add("baseline/single-teacher/" + dataset.name(), work, List.of(first));
            }
            if (feed.controls().contains(Control.FACTOR_TRANSFER)) {
                factorTransfer(stages, dataset, first, training);
            }
            if (stages.wants(Baseline.ALONE)) {
                stages.alone(dataset, training);
            }
        }
    }

    /** @return the first teacher */
    private Stage parallel(PlanBuilder stages, Dataset dataset, Training training) {
        List<Stage> teachers = IntStream.rangeClosed(1, teachers())
                .mapToObj(member -> stages.teacher(dataset, member))
                .toList();
        DistillTeachers work = new DistillTeachers(
                stages.work(dataset), stages.imageSize(), teachers.size(), level(), beta(), training);
        stages.add("distill/" + dataset.name(), work, teachers);
        return teachers.get(0);
    }

    /** @return the teacher of the first link */
    private Stage sequential(PlanBuilder stages, Dataset dataset, Training training) {
        Stage teacher = stages.teacher(dataset);
        Stage before = teacher;
        for (int link = 1; link <= links(); link++) {
            DistillLink work =
                    new DistillLink(stages.work(dataset), stages.imageSize(), link, level(), beta(), training);
            before = stages.add("distill/" + dataset.name() + "/" + link, work, List.of(before));
        }
        return teacher;
    }

    private void factorTransfer(PlanBuilder stages, Dataset dataset, Stage teacher, Training training) {
        FactorTransfer given = feed.factorTransfer() == null ? new FactorTransfer(null, null) : feed.factorTransfer();
        double rate = given.rate() == null ? RATE : given.rate();
        TrainParaphraser paraphraser = new TrainParaphraser(
                stages.work(dataset),
                stages.imageSize(),
                level(),
                rate,
                stages.training(given.paraphraser(), PARAPHRASER, feed.training()));
        Stage factors = stages.add("baseline/paraphraser/" + dataset.name(), paraphraser, List.of(teacher));
        TransferFactors work =
                new TransferFactors(stages.work(dataset), stages.imageSize(), level(), rate, beta(), training);
        stages.add("baseline/factor-transfer/" + dataset.name(), work, List.of(teacher, factors));
    }

    private int teachers() {
        return feed.teachers() == null ? TEACHERS : feed.teachers();
    }

    private int links() {
        return feed.links() == null ? LINKS : feed.links();
    }

    private double beta() {
        return feed.beta() == null ? BETA : feed.beta();
    }

    private String level() {
        return feed.level() == null ? LEVEL : feed.level();
    }
}
