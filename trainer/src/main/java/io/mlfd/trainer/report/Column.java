package io.mlfd.trainer.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.result.Metric;
import io.mlfd.result.Role;

/** Whose accuracy on a data set's test images, and how it is counted. */
public enum Column {
    @JsonProperty("Teacher")
    TEACHER(Roles.TEACHER, "Teacher", "the data set's own expert", Metric.TOP1),
    @JsonProperty("JointTeacher")
    JOINT_TEACHER(TrainJointTeacher.ROLE, "Joint teacher", "the fusion of the experts, T*", Metric.TOP1),
    @JsonProperty("Student")
    STUDENT(Distill.ROLE, "Student", "distilled from the joint teacher", Metric.TOP1),
    @JsonProperty("UnionOwnLabels")
    UNION_OWN_LABELS(
            Roles.UNION,
            "Union network, own labels",
            "one network for all data sets, asked for the data set's own classes only",
            Metric.TOP1),
    @JsonProperty("UnionAllLabels")
    UNION_ALL_LABELS(
            Roles.UNION,
            "Union network, all labels",
            "the same network, where a class of another data set counts as wrong",
            Metric.TOP1_ALL_LABELS),
    @JsonProperty("OwnTeacher")
    OWN_TEACHER(
            Roles.OWN_TEACHER, "Own-teacher control", "the student, distilled from its own expert only", Metric.TOP1);

    private final String role;
    private final String label;
    private final String explanation;
    private final String metric;

    Column(Role role, String label, String explanation, Metric metric) {
        this.role = role.id();
        this.label = label;
        this.explanation = explanation;
        this.metric = metric.id();
    }

    String role() {
        return role;
    }

    public String label() {
        return label;
    }

    /** For people who see the label for the first time; a clause in lower case. */
    public String explanation() {
        return explanation;
    }

    String metric() {
        return metric;
    }
}
