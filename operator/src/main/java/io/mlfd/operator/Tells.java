package io.mlfd.operator;

import io.mlfd.run.Action.Importance;
import io.mlfd.run.Action.Tell;
import io.mlfd.run.RunTells;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one look at a run tells, in as few events as say it: each is a write, and a namespace has room for so many. Good news of
 * one kind become one, and what starts stands behind what let it start. Warnings stay apart, each has its own cause.
 */
final class Tells {
    private final Map<String, Tell> news = new LinkedHashMap<>();
    private final List<Tell> warnings = new ArrayList<>();

    private Tells() {}

    static List<Tell> together(List<Tell> tells) {
        Tells together = new Tells();
        tells.forEach(together::add);
        return together.all();
    }

    private void add(Tell tell) {
        if (tell.importance() == Importance.WARNING) {
            warnings.add(tell);
        } else {
            news.merge(tell.reason(), tell, (first, next) -> joined(first, ", " + next.message()));
        }
    }

    private static Tell joined(Tell tell, String more) {
        return new Tell(tell.importance(), tell.reason(), tell.message() + more);
    }

    private List<Tell> all() {
        Optional<Tell> cause = Optional.ofNullable(news.get(RunTells.STAGE_DONE))
                .or(() -> Optional.ofNullable(news.get(RunTells.RUN_STARTED)));
        if (cause.isPresent() && news.containsKey(RunTells.STAGE_STARTED)) {
            String started = news.remove(RunTells.STAGE_STARTED).message();
            news.put(cause.get().reason(), joined(cause.get(), "; started: " + started));
        }
        List<Tell> all = new ArrayList<>(news.values());
        all.addAll(warnings);
        return all;
    }
}
