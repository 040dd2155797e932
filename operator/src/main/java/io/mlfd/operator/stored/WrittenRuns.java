package io.mlfd.operator.stored;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this operator wrote of runs and their watch has not shown yet. The framework's own memory of it forgets a run as soon as its
 * watch shows any version, which may be the one before: whoever decides on that one is refused, and waits. Safe for use by several
 * threads.
 */
public final class WrittenRuns {
    /** More than are written until a watch shows the first of them; who is not remembered is taken as he is seen. */
    static final int MOST = 100;

    private static final String VERSION = "[1-9][0-9]*";
    /** Versions of one resource are decimal numbers that grow (KEP-5504), of any length. */
    private static final Comparator<String> BY_AGE =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private final Map<String, StoredRun> byUid = new LinkedHashMap<>();

    /** @param written as the API server answered */
    public synchronized void add(StoredRun written) {
        byUid.remove(uid(written));
        byUid.put(uid(written), written);
        if (byUid.size() > MOST) {
            byUid.remove(byUid.keySet().iterator().next());
        }
    }

    /** The run as it was written where what is seen of it is older, otherwise as it is seen. */
    public synchronized StoredRun newest(StoredRun seen) {
        StoredRun written = byUid.get(uid(seen));
        if (written != null && isOlder(seen, written)) {
            return written;
        }
        byUid.remove(uid(seen));
        return seen;
    }

    private static boolean isOlder(StoredRun seen, StoredRun written) {
        String then = seen.getMetadata().getResourceVersion();
        String now = written.getMetadata().getResourceVersion();
        return then.matches(VERSION) && now.matches(VERSION) && BY_AGE.compare(then, now) < 0;
    }

    private static String uid(StoredRun run) {
        return run.getMetadata().getUid();
    }
}
