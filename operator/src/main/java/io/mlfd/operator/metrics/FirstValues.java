package io.mlfd.operator.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The values of a label that nobody has listed beforehand. The first ones have series of their own, all others share one: series stay
 * as long as the operator runs, and whoever makes namespaces must not be able to fill its memory.
 */
public final class FirstValues {
    /** What all values beyond the first have. */
    public static final String OTHER = "Other";

    private final int most;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    public FirstValues(int most) {
        this.most = most;
    }

    /** The value itself, or {@link #OTHER}. */
    public String of(String value) {
        if (known.contains(value)) {
            return value;
        }
        // Two at once may be one too many; a bound it is all the same.
        return known.size() < most && known.add(value) ? value : known.contains(value) ? value : OTHER;
    }
}
