package io.mlfd.trainer.report.page;

import io.mlfd.contract.StageWork;
import io.mlfd.plan.Architectures;
import io.mlfd.trainer.result.StageResult;
import java.util.List;
import java.util.stream.Collectors;

/** What stages are called on the page, and what a figure says it was made from. */
final class Stages {
    private static final int KEY = 12;

    private Stages() {}

    /** The kind of network that a stage makes. */
    static String role(StageWork work) {
        if (work instanceof StageWork.TrainTeacher) {
            return "Teacher";
        }
        if (work instanceof StageWork.TakeTeacher) {
            return "Given teacher";
        }
        if (work instanceof StageWork.TrainJointTeacher) {
            return "Joint teacher";
        }
        if (work instanceof StageWork.Distill) {
            return "Student";
        }
        if (work instanceof StageWork.TrainUnion) {
            return "Union network";
        }
        return work instanceof StageWork.DistillOwnTeacher ? "Own-teacher control" : "Report";
    }

    /** What tells stages of one role apart: the data set or the network. */
    static String subject(StageResult stage) {
        if (stage.work() instanceof StageWork.TrainUnion union) {
            return Architectures.of(union.network()).toString();
        }
        return stage.dataset().orElse("all data sets");
    }

    /** A name for small places. */
    static String title(StageResult stage) {
        if (stage.work() instanceof StageWork.TrainJointTeacher) {
            return role(stage.work());
        }
        if (stage.work() instanceof StageWork.TrainUnion) {
            return "Union \u00b7 " + subject(stage);
        }
        String role = stage.work() instanceof StageWork.DistillOwnTeacher ? "Own-teacher" : role(stage.work());
        return role + " \u00b7 " + subject(stage);
    }

    /** Style class of a role; colour and dashes hang on it. */
    static String style(StageWork work) {
        if (work instanceof StageWork.TrainTeacher || work instanceof StageWork.TakeTeacher) {
            return "teacher";
        }
        if (work instanceof StageWork.TrainJointTeacher) {
            return "joint";
        }
        if (work instanceof StageWork.Distill) {
            return "student";
        }
        return work instanceof StageWork.TrainUnion ? "union" : "own";
    }

    /** Data, seeds and keys of a figure. */
    static Html source(String data, List<StageResult> stages) {
        String made = stages.stream()
                .map(stage -> stage.stage() + " (seed " + stage.seed() + ", key " + brief(stage.planKey()) + ")")
                .collect(Collectors.joining(", "));
        return Html.element("p", "Data: " + data + ". Made from " + made + ".").styled("source");
    }

    private static String brief(String key) {
        return key.length() <= KEY ? key : key.substring(0, KEY);
    }
}
