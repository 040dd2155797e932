package io.mlfd.trainer.cli;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.local.OrderPipe;
import io.mlfd.trainer.local.StageCall;
import io.mlfd.trainer.stage.OwnMemory;
import io.mlfd.trainer.time.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * One stage after another in this process, as a runner calls for them. It begins with libtorch loaded and its code compiled;
 * whatever ends otherwise than well ends the process with it, so that no stage runs where another has failed.
 */
final class StageSeries {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Surroundings surroundings;
    private final Signals signals;
    private final OrderPipe orders;

    StageSeries(Surroundings surroundings, Signals signals, OrderPipe orders) {
        this.surroundings = surroundings;
        this.signals = signals;
        this.orders = orders;
    }

    /** @return the exit status of the process: that of the stage that did not end well, if there was one */
    int carryOut() {
        orders.start();
        Surroundings own = surroundings;
        OwnMemory memory = OwnMemory.ofThisProcess();
        while (signals.count() == 0) {
            Optional<OrderPipe.Next> next = next();
            if (next.isPresent()) {
                Optional<StageCall> call = next.get().call();
                if (call.isEmpty()) {
                    return ExitCode.DONE.status();
                }
                int exit = carryOut(call.get(), own, memory);
                if (exit != ExitCode.DONE.status()) {
                    return exit;
                }
                own = surroundings.since(Ticker.startingAt(Duration.ZERO));
                memory = OwnMemory.ofThisProcess().afterOtherStages();
            }
        }
        return ExitCode.STOPPED.status();
    }

    private int carryOut(StageCall call, Surroundings own, OwnMemory memory) {
        int exit = new OrderedStage(own, signals, true, memory).carryOut(call.order(), Optional.of(call.report()));
        surroundings.err().flush();
        if (exit == ExitCode.DONE.status()) {
            surroundings.out().println(call.answer());
            surroundings.out().flush();
        }
        return exit;
    }

    private Optional<OrderPipe.Next> next() {
        try {
            return orders.next(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            signals.request();
            return Optional.empty();
        }
    }
}
