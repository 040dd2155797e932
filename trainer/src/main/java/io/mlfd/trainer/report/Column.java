package io.mlfd.trainer.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.mlfd.contract.StageReport.Scoring;

/** Whose accuracy on a data set's test images, and how it is counted. */
public enum Column {
    @JsonProperty("Teacher")
    TEACHER("Teacher", "the data set's own expert", Scoring.OWN),
    @JsonProperty("JointTeacher")
    JOINT_TEACHER("Joint teacher", "the fusion of the experts, T*", Scoring.OWN),
    @JsonProperty("Student")
    STUDENT("Student", "distilled from the joint teacher", Scoring.OWN),
    @JsonProperty("UnionOwnLabels")
    UNION_OWN_LABELS(
            "Union network, own labels",
            "one network for all data sets, asked for the data set's own classes only",
            Scoring.OWN),
    @JsonProperty("UnionAllLabels")
    UNION_ALL_LABELS(
            "Union network, all labels",
            "the same network, where a class of another data set counts as wrong",
            Scoring.UNION),
    @JsonProperty("OwnTeacher")
    OWN_TEACHER("Own-teacher control", "the student, distilled from its own expert only", Scoring.OWN);

    private final String label;
    private final String explanation;
    private final Scoring scoring;

    Column(String label, String explanation, Scoring scoring) {
        this.label = label;
        this.explanation = explanation;
        this.scoring = scoring;
    }

    public String label() {
        return label;
    }

    /** For people who see the label for the first time; a clause in lower case. */
    public String explanation() {
        return explanation;
    }

    Scoring scoring() {
        return scoring;
    }
}
