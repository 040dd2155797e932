package io.mlfd.trainer.cli;

import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.trainer.local.ChildLauncher;
import io.mlfd.trainer.local.OrderPipe;
import io.mlfd.trainer.local.ParentWatch;
import io.mlfd.trainer.stage.OwnMemory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;

@Command(
        name = "stage",
        description = {
            "Carries out one stage: what a pod, or a process of a local run, does.",
            "Its order is the JSON in MLFD_ORDER; its report goes to the file that MLFD_REPORT_PATH names."
        },
        footer = {
            "",
            "SIGTERM lets it write a checkpoint and end with 10.",
            "",
            "Example (pods and mlfd run call it; by hand it says what is missing):",
            "  ./mlfd stage"
        })
final class StageCommand extends VerboseCommand implements Callable<Integer> {
    /** After its runner has gone, a stage has this long to write its checkpoint. */
    private static final Duration ORPHAN_GRACE = Duration.ofSeconds(60);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int TERMINATED = 143;

    private final Surroundings surroundings;

    StageCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Map<String, String> environment = surroundings.environment();
        String parent = environment.getOrDefault(ChildLauncher.PARENT_VARIABLE, "");
        Signals signals = new Signals(surroundings.ticker());
        boolean child = ChildLauncher.PARENT_PIPE.equals(parent);
        if (ChildLauncher.PARENT_ORDERS.equals(parent)) {
            signals.installForChild();
            OrderPipe orders = new OrderPipe(surroundings.in(), () -> orphaned(signals));
            return new StageSeries(surroundings, signals, orders).carryOut();
        }
        if (child) {
            signals.installForChild();
            new ParentWatch(surroundings.in(), () -> orphaned(signals)).start();
        } else {
            signals.install();
        }
        return new OrderedStage(surroundings, signals, child, OwnMemory.ofThisProcess())
                .carryOut(
                        environment.getOrDefault(StageOrder.ENVIRONMENT_VARIABLE, ""),
                        Optional.ofNullable(environment.get(StageReport.PATH_VARIABLE)));
    }

    /** The runner is gone. Nobody would kill a stage that does not react, so it ends itself. */
    private void orphaned(Signals signals) {
        signals.request();
        Duration end = surroundings.ticker().elapsed().plus(ORPHAN_GRACE);
        // Parking may end early, for no reason.
        while (surroundings.ticker().elapsed().compareTo(end) < 0) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        Runtime.getRuntime().halt(TERMINATED);
    }
}
