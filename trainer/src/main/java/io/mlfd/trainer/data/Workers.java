package io.mlfd.trainer.data;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Threads that read, decode and augment images for the one that trains. What they make is a function of the image alone, so
 * their number changes how fast a batch is there and no bit of it.
 */
public final class Workers implements AutoCloseable {
    private static final Workers NONE = new Workers(0, Runnable::run, () -> {});

    private final int count;
    private final Executor executor;
    private final Runnable end;

    private Workers(int count, Executor executor, Runnable end) {
        this.count = count;
        this.executor = executor;
        this.end = end;
    }

    /** Whoever asks does the work. */
    public static Workers none() {
        return NONE;
    }

    /** So many threads, which end with the process if not before. */
    public static Workers of(int threads) {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threadPool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "images-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        return new Workers(threads, threadPool, threadPool::shutdownNow);
    }

    /** The number of threads; 0 for {@link #none}. */
    public int count() {
        return count;
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

    /** Waits, and throws what the work threw. */
    static void await(CompletableFuture<Void> work) {
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
