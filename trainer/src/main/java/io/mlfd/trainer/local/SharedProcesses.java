package io.mlfd.trainer.local;

import io.mlfd.api.DeviceChoice;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageOrder;
import io.mlfd.trainer.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets stages that follow one another have the same process, which has libtorch loaded and its code compiled already. A
 * process gets another stage only when it has ended all before well; one that nobody wants for {@link #KEPT} is ended, since
 * it keeps its memory.
 */
public final class SharedProcesses implements ChildLauncher {
    /** What follows a stage is started at the next look. */
    static final Duration KEPT = Duration.ofSeconds(2);

    /** Of a process that has nothing to do. */
    private static final Duration TO_END = Duration.ofSeconds(5);

    private final List<String> command;
    private final Supplier<String> answers;
    private final Ticker ticker;
    private final ContractJson json = new ContractJson();
    private final List<Kept> kept = new ArrayList<>();

    /**
     * @param command that carries out the calls that it reads
     * @param answers gives a line that no process ever says by itself, another one each time
     */
    public SharedProcesses(List<String> command, Supplier<String> answers, Ticker ticker) {
        this.command = List.copyOf(command);
        this.answers = answers;
        this.ticker = ticker;
    }

    /** Results are bit-equal only between processes that were set up alike. */
    private record Setting(int threads, Optional<DeviceChoice> device) {}

    private static final class Kept {
        private final SharedProcess process;
        private final Setting setting;
        private Optional<Duration> freeSince = Optional.empty();

        Kept(SharedProcess process, Setting setting) {
            this.process = process;
            this.setting = setting;
        }
    }

    @Override
    public Child launch(StageOrder order, Path report, Path log) throws IOException {
        StageCall call = new StageCall(answers.get(), report.toString(), json.write(order));
        Setting setting = new Setting(order.threads(), order.device());
        for (Kept each : List.copyOf(kept)) {
            if (each.setting.equals(setting) && each.process.free()) {
                try {
                    each.freeSince = Optional.empty();
                    return each.process.carryOut(call, log);
                } catch (IOException e) {
                    // It ended this moment and took no part in the stage, or the log is at fault, which the next says
                    // too.
                    // Either way it is still there to be tidied up.
                }
            }
        }
        ProcessBuilder builder = ProcessLauncher.inCleanEnvironment(command);
        builder.environment().put(PARENT_VARIABLE, PARENT_ORDERS);
        Kept started = new Kept(SharedProcess.of(builder.start()), setting);
        kept.add(started);
        return started.process.carryOut(call, log);
    }

    @Override
    public void tidy() {
        kept.removeIf(each -> !each.process.alive());
        Duration now = ticker.elapsed();
        for (Kept each : List.copyOf(kept)) {
            if (!each.process.free()) {
                continue;
            }
            if (each.freeSince.isEmpty()) {
                each.freeSince = Optional.of(now);
            } else if (now.compareTo(each.freeSince.get().plus(KEPT)) >= 0) {
                kept.remove(each);
                each.process.end();
                each.process.awaitEnd(TO_END);
            }
        }
    }

    @Override
    public void close() {
        kept.forEach(each -> each.process.end());
        kept.forEach(each -> each.process.awaitEnd(TO_END));
        kept.clear();
    }
}
