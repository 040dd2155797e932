package io.mlfd.operator.seen;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Objects;

/**
 * A Job without its pod's template, in which the order alone takes up to 120 KB. What is watched is of this type, so that not even
 * reading a list makes more of it.
 */
@Group("batch")
@Version("v1")
@Kind("Job")
@Plural("jobs")
public class SeenJob extends CustomResource<SeenJob.Spec, JobStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;

    /** @param suspend null where nothing is said */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Spec(Boolean suspend) {}

    @Override
    public void setMetadata(ObjectMeta metadata) {
        super.setMetadata(Metadata.trimmed(metadata));
    }

    /** Whether nothing is to be seen in one that is not in the other: its controller counts pods, which are looked at themselves. */
    public boolean saysTheSame(SeenJob other) {
        return Metadata.saysTheSame(getMetadata(), other.getMetadata())
                && Objects.equals(getSpec(), other.getSpec())
                && conditions().equals(other.conditions());
    }

    private List<JobCondition> conditions() {
        return getStatus() == null ? List.of() : getStatus().getConditions();
    }

    /** As observers know Jobs. */
    public Job job() {
        return new JobBuilder()
                .withMetadata(getMetadata())
                .withSpec(
                        getSpec() == null
                                ? null
                                : new JobSpecBuilder()
                                        .withSuspend(getSpec().suspend())
                                        .build())
                .withStatus(getStatus())
                .build();
    }

    @Override
    protected Spec initSpec() {
        return null;
    }

    @Override
    protected JobStatus initStatus() {
        return null;
    }
}
