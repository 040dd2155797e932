package io.mlfd.operator.console;

import io.mlfd.operator.stored.SeenRuns;
import io.mlfd.operator.stored.StoredRun;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Some of the runs of a namespace, the newest first.
 *
 * @param all how many there are
 * @param page from 1
 */
record RunList(String namespace, int all, int page, int pages, List<RunWords> runs) {
    /** Runs of a page. */
    static final int MOST = 50;

    private static final Comparator<StoredRun> NEWEST_FIRST = Comparator.comparing(
                    (StoredRun run) -> Words.orNone(run.getMetadata().getCreationTimestamp()))
            .reversed()
            .thenComparing(run -> run.getMetadata().getName());

    RunList {
        runs = List.copyOf(runs);
    }

    /** Empty for a page that is not there; the first one is. */
    static Optional<RunList> of(String namespace, SeenRuns seen, int page, Instant now) {
        List<StoredRun> runs = seen.in(namespace).sorted(NEWEST_FIRST).toList();
        int pages = Math.max(1, (runs.size() + MOST - 1) / MOST);
        if (page < 1 || page > pages) {
            return Optional.empty();
        }
        return Optional.of(new RunList(
                namespace,
                runs.size(),
                page,
                pages,
                runs.stream()
                        .skip((long) (page - 1) * MOST)
                        .limit(MOST)
                        .map(run -> RunWords.of(run, now))
                        .toList()));
    }
}
