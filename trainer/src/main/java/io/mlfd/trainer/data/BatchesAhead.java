package io.mlfd.trainer.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The batches of a training or an evaluation, of which the next ones are filled by workers while one is computed with. A batch is a
 * function of its step, so any step may be asked for; it costs the time of its filling where it is not the one that was expected.
 *
 * <p>For one thread.
 *
 * @param <M> memory that a batch is filled into
 */
public final class BatchesAhead<M> {
    /** Memory for batches that nobody asked for yet, all together. */
    private static final long BYTES_AHEAD = 256L << 20;

    private final Workers workers;
    private final Filling<M> filling;
    private final long steps;
    private final Deque<M> free = new ArrayDeque<>();
    private final Deque<Filled<M>> ahead = new ArrayDeque<>();
    private Filled<M> current;

    /** Fills the batch of a step into memory, from any thread. */
    @FunctionalInterface
    public interface Filling<M> {
        void fill(M memory, long step);
    }

    private record Filled<M>(long step, M memory, CompletableFuture<Void> work) {}

    /**
     * @param workers that fill ahead, a batch each; with none, batches are filled when they are asked for
     * @param memory gives memory of its own every time
     * @param bytes that one of them takes
     * @param steps after which there are no more
     */
    public BatchesAhead(Workers workers, Supplier<M> memory, long bytes, Filling<M> filling, long steps) {
        this.workers = workers;
        this.filling = filling;
        this.steps = steps;
        long most = Math.max(1, BYTES_AHEAD / Math.max(1, bytes));
        List<M> all = new ArrayList<>();
        for (int i = 0; i <= Math.min(workers.count(), most); i++) {
            all.add(memory.get());
        }
        this.current = new Filled<>(-1, all.remove(0), CompletableFuture.completedFuture(null));
        free.addAll(all);
    }

    /** The batch of a step, from 0. It is overwritten after the next one has been asked for. */
    public M get(long step) {
        if (step != current.step()) {
            current = next(step);
        }
        order(step + 1);
        workers.awaitBatch(current.work());
        return current.memory();
    }

    private Filled<M> next(long step) {
        free.add(current.memory());
        while (!ahead.isEmpty()) {
            Filled<M> first = ahead.poll();
            if (first.step() == step) {
                return first;
            }
            // Ordered for a step that did not come: its memory is free when nobody writes to it any more.
            first.work().exceptionally(failure -> null).join();
            free.add(first.memory());
        }
        return begin(step);
    }

    private void order(long from) {
        long next = ahead.isEmpty() ? from : ahead.getLast().step() + 1;
        while (!free.isEmpty() && workers.count() > 0 && next < steps) {
            ahead.add(begin(next));
            next++;
        }
    }

    private Filled<M> begin(long step) {
        M memory = free.poll();
        return new Filled<>(step, memory, workers.start(() -> filling.fill(memory, step)));
    }
}
