package io.mlfd.trainer.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The pipe from a runner whose process is to carry out one stage after another. Its end says that there will be no more, and
 * in the midst of a stage that the runner is gone, as {@link ParentWatch} has it.
 */
public final class OrderPipe {
    private final BufferedReader pipe;
    private final Runnable gone;
    private final LinkedBlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    /** @param gone is run when the pipe ends, on a thread that does not keep the process alive */
    public OrderPipe(InputStream pipe, Runnable gone) {
        this.pipe = new BufferedReader(new InputStreamReader(pipe, StandardCharsets.UTF_8));
        this.gone = gone;
    }

    /** Starts listening. */
    public void start() {
        Thread thread = new Thread(this::listen, "order-pipe");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits for the next call.
     *
     * @return empty where none came within {@code most}
     * @throws InterruptedException when this thread is interrupted meanwhile
     * @throws io.mlfd.contract.ContractJson.ContractException when what came is no call
     */
    public Optional<Next> next(Duration most) throws InterruptedException {
        return Optional.ofNullable(lines.poll(most.toMillis(), TimeUnit.MILLISECONDS))
                .map(line -> new Next(line.map(StageCall::of)));
    }

    /** @param call empty where no further one will come */
    public record Next(Optional<StageCall> call) {}

    private void listen() {
        try {
            for (String line = pipe.readLine(); line != null; line = pipe.readLine()) {
                lines.add(Optional.of(line));
            }
        } catch (IOException e) {
            // A pipe that cannot be read any more is as good as one that ended.
        }
        lines.add(Optional.empty());
        gone.run();
    }
}
