package io.mlfd.operator.soak;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Lets calls to the API server fail, before or after they were carried out, as a seed decides. */
final class Faults {
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;
    /** What the client gives where no answer came. */
    private static final int NONE = 0;

    private static final int NEVER = -1;

    private final RandomGenerator random;
    private final double share;
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private final int fatal;
    private final Kind death;
    private int calls;
    private int writes;

    /** What becomes of a call. */
    enum Kind {
        CONFLICT,
        TOO_MANY_REQUESTS,
        INTERNAL_ERROR,
        UNAVAILABLE,
        /** Carried out, and no answer came. */
        TIMED_OUT,
        /** The operator is gone before the call. */
        DIED_BEFORE,
        /** The operator is gone after the call. */
        DIED_AFTER
    }

    /** The operator is gone. */
    static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** @param share of the calls that fail */
    Faults(RandomGenerator random, double share) {
        this(random, share, NEVER, Kind.DIED_BEFORE);
    }

    private Faults(RandomGenerator random, double share, int fatal, Kind death) {
        this.random = random;
        this.share = share;
        this.fatal = fatal;
        this.death = death;
    }

    /**
     * One operator is gone at one write, and nothing else fails.
     *
     * @param write its number, from 0
     */
    static Faults deathAt(int write, boolean after, RandomGenerator random) {
        return new Faults(random, 0, write, after ? Kind.DIED_AFTER : Kind.DIED_BEFORE);
    }

    <T> T writing(Supplier<T> call) {
        return writes++ == fatal ? failing(call, death) : calling(call, Kind.values());
    }

    /** A read has no conflicts, and whether it was carried out makes no difference. */
    <T> T reading(Supplier<T> call) {
        return calling(
                call, Kind.TOO_MANY_REQUESTS, Kind.INTERNAL_ERROR, Kind.UNAVAILABLE, Kind.TIMED_OUT, Kind.DIED_BEFORE);
    }

    private <T> T calling(Supplier<T> call, Kind... kinds) {
        calls++;
        if (random.nextDouble() >= share) {
            return call.get();
        }
        return failing(call, kinds[random.nextInt(kinds.length)]);
    }

    private <T> T failing(Supplier<T> call, Kind kind) {
        counts.merge(kind, 1, Integer::sum);
        Optional<RuntimeException> before = before(kind);
        if (before.isPresent()) {
            throw before.get();
        }
        T unheard = call.get();
        throw kind == Kind.DIED_AFTER ? new Death() : refused("no answer about " + unheard, NONE);
    }

    /** What comes of a call that was not carried out. */
    private static Optional<RuntimeException> before(Kind kind) {
        return switch (kind) {
            case CONFLICT -> Optional.of(refused("the object has been modified", CONFLICT));
            case TOO_MANY_REQUESTS -> Optional.of(refused("too many requests", TOO_MANY));
            case INTERNAL_ERROR -> Optional.of(refused("etcdserver: leader changed", INTERNAL));
            case UNAVAILABLE -> Optional.of(refused("apiserver is shutting down", UNAVAILABLE));
            case DIED_BEFORE -> Optional.of(new Death());
            case TIMED_OUT, DIED_AFTER -> Optional.empty();
        };
    }

    private static KubernetesClientException refused(String message, int code) {
        return new KubernetesClientException(message, code, null);
    }

    /** Whether no call ever fails. */
    boolean isNone() {
        return share == 0;
    }

    /** Calls until now, those that failed among them. */
    int calls() {
        return calls;
    }

    /** Writes until now, those that failed among them. */
    int writes() {
        return writes;
    }

    Map<Kind, Integer> counts() {
        return Map.copyOf(counts);
    }
}
