package io.mlfd.trainer.data;

import io.mlfd.trainer.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Threads that read, decode and augment images for the one that trains. What they make is a function of the image alone, so
 * their number changes how fast a batch is there and no bit of it.
 */
public final class Workers implements AutoCloseable {
    private static final Workers NONE = new Workers(0, Runnable::run, () -> Duration.ZERO, () -> {});

    private final int count;
    private final Executor executor;
    private final Ticker ticker;
    private final Runnable end;
    private final AtomicReference<Optional<Duration>> waited = new AtomicReference<>(Optional.empty());

    private Workers(int count, Executor executor, Ticker ticker, Runnable end) {
        this.count = count;
        this.executor = executor;
        this.ticker = ticker;
        this.end = end;
    }

    /** Whoever asks does the work. */
    public static Workers none() {
        return NONE;
    }

    /**
     * So many threads, which end with the process if not before.
     *
     * @param ticker for the time that is waited for them
     */
    public static Workers of(int threads, Ticker ticker) {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threadPool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "images-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        return new Workers(threads, threadPool, ticker, threadPool::shutdownNow);
    }

    /** The number of threads; 0 for {@link #none}. */
    public int count() {
        return count;
    }

    /** How long those who compute with batches have waited for them; empty where nobody made any ahead. */
    public Optional<Duration> waited() {
        return waited.get();
    }

    CompletableFuture<Void> start(Runnable work) {
        return CompletableFuture.runAsync(work, executor);
    }

    /** Does something for every number below {@code count}, and returns when all is done. */
    void forEach(int count, IntConsumer work) {
        AtomicInteger next = new AtomicInteger();
        CompletableFuture<?>[] shares = new CompletableFuture<?>[Math.max(1, this.count)];
        for (int share = 0; share < shares.length; share++) {
            shares[share] = start(() -> {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    work.accept(i);
                }
            });
        }
        await(CompletableFuture.allOf(shares));
    }

    /** Waits for a batch, and throws what its filling threw. */
    void awaitBatch(CompletableFuture<Void> work) {
        if (count == 0) {
            await(work);
            return;
        }
        // Looked at first: what gets ready while the clock is asked was waited for.
        boolean ready = work.isDone();
        Duration begin = ticker.elapsed();
        await(work);
        Duration took = ready ? Duration.ZERO : ticker.elapsed().minus(begin);
        waited.updateAndGet(before -> Optional.of(before.orElse(Duration.ZERO).plus(took)));
    }

    private static void await(CompletableFuture<Void> work) {
        try {
            work.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
