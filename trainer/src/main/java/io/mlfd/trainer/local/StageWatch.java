package io.mlfd.trainer.local;

import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Listens now and then to the stages that are under way, and tells of those that fall silent. */
final class StageWatch {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final RunFolder folder;
    private final Plan plan;
    private final Consumer<String> lines;
    private final Silences silences = new Silences();
    private Optional<Duration> listenedAt = Optional.empty();

    StageWatch(RunFolder folder, Plan plan, Consumer<String> lines) {
        this.folder = folder;
        this.plan = plan;
        this.lines = lines;
    }

    /** Called as often as one likes. {@code awake}: how long the run has been under way, without what it slept */
    void look(RunState state, Duration awake) {
        if (listenedAt.filter(at -> awake.compareTo(at.plus(INTERVAL)) < 0).isPresent()) {
            return;
        }
        listenedAt = Optional.of(awake);
        Map<String, Silences.Sign> signs = new LinkedHashMap<>();
        for (Stage stage : plan.stages()) {
            if (state.stage(stage.name()) instanceof StageState.Active) {
                signs.put(stage.name(), new Silences.Sign(folder.progressAt(stage), folder.progress(stage)));
            }
        }
        silences.look(signs, awake).forEach(lines);
    }
}
