package io.mlfd.operator.soak;

import io.mlfd.operator.InterceptedWrites;
import io.mlfd.operator.act.ClusterWrites;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Writes of which some fail. Knows the Jobs that were made. */
final class FaultyWrites extends InterceptedWrites {
    private static final String JOB = "create job ";

    private final Faults faults;
    private final List<String> madeJobs = new ArrayList<>();

    FaultyWrites(ClusterWrites inner, Faults faults) {
        super(inner);
        this.faults = faults;
    }

    @Override
    protected <T> T write(String what, Supplier<T> call) {
        return faults.writing(() -> {
            T result = call.get();
            if (what.startsWith(JOB)) {
                madeJobs.add(what.substring(JOB.length()));
            }
            return result;
        });
    }

    /** Names, in the order in which the API server took them. */
    List<String> madeJobs() {
        return List.copyOf(madeJobs);
    }
}
