package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Holds the statuses of a run to what may come after each other: no count falls, and nothing that is done is undone. */
public final class ForwardOnly {
    private final String name;
    private final Map<String, StageStatus> last = new HashMap<>();

    /** @param name of the run, for people */
    public ForwardOnly(String name) {
        this.name = name;
    }

    /** The run's status now. */
    public void hear(MLFDRunStatus status) {
        for (StageStatus stage : status.stages()) {
            StageStatus before = last.put(stage.name(), stage);
            if (before != null) {
                String what = name + ": " + before + " became " + stage;
                assertThat(stage.attempt()).as(what).isGreaterThanOrEqualTo(before.attempt());
                assertThat(stage.failures()).as(what).isGreaterThanOrEqualTo(before.failures());
                assertThat(stage.disruptions()).as(what).isGreaterThanOrEqualTo(before.disruptions());
                if (before.state().equals("Done")) {
                    assertThat(stage.state()).as(what).isEqualTo("Done");
                }
            }
        }
    }

    /** Those that were heard of. */
    public Set<String> stages() {
        return Set.copyOf(last.keySet());
    }
}
