package io.mlfd.operator;

import io.mlfd.operator.act.ClusterWrites;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Records writes, and dies before or after one of them. */
final class RecordingWrites extends InterceptedWrites {
    private final List<String> log = new ArrayList<>();
    private int dieAt = -1;
    private boolean afterwards;

    RecordingWrites(ClusterWrites inner) {
        super(inner);
    }

    /** The operator is gone. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** @param write number of the write, from 0 */
    void dieAt(int write, boolean afterIt) {
        dieAt = write;
        afterwards = afterIt;
    }

    int count() {
        return log.size();
    }

    List<String> log() {
        return List.copyOf(log);
    }

    long count(String verb) {
        return log.stream().filter(line -> line.startsWith(verb)).count();
    }

    @Override
    protected <T> T write(String what, Supplier<T> call) {
        int number = log.size();
        log.add(what);
        if (number == dieAt && !afterwards) {
            throw new Crash();
        }
        T result = call.get();
        if (number == dieAt) {
            throw new Crash();
        }
        return result;
    }
}
