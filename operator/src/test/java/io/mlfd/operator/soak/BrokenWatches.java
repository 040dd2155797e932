package io.mlfd.operator.soak;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Events get lost and come twice, and lists are read anew, also from a server that lags behind the one before. What was lost stays lost
 * until a list is read.
 */
final class BrokenWatches implements Watches {
    private final RandomGenerator random;
    private final Map<Kind, Integer> counts;
    private final Map<String, Set<String>> deaf = new HashMap<>();
    private final Map<String, List<HasMetadata>> older = new HashMap<>();

    /** What happens to what is underway on a watch. */
    enum Kind {
        /** Of an object nothing is heard any more. */
        LOST,
        /** The same once more. */
        DOUBLED,
        /** All objects as they are. */
        RELISTED,
        /** All objects as they were some time ago. */
        RELISTED_FROM_A_LAGGARD,
        /** The operator stands by while another leads, and then acts on what it saw last. */
        LEASE_LOST,
        /** Its clock is set forward or back. */
        CLOCK_SET
    }

    BrokenWatches(RandomGenerator random, Map<Kind, Integer> counts) {
        this.random = random;
        this.counts = counts;
    }

    @Override
    public <T extends HasMetadata> List<T> see(String kind, List<T> last, Supplier<List<T>> truth) {
        return switch (random.nextInt(20)) {
            case 0 -> {
                count(Kind.RELISTED);
                deaf.remove(kind);
                yield remembered(kind, truth.get());
            }
            case 1 -> {
                count(Kind.RELISTED_FROM_A_LAGGARD);
                yield laggard(kind, last);
            }
            case 2 -> lose(kind, last);
            case 3, 4, 5 -> {
                count(Kind.DOUBLED);
                yield last;
            }
            case 6, 7, 8, 9 -> last;
            default -> heard(kind, last, truth.get());
        };
    }

    private <T extends HasMetadata> List<T> lose(String kind, List<T> last) {
        if (!last.isEmpty()) {
            count(Kind.LOST);
            deaf.computeIfAbsent(kind, any -> new HashSet<>())
                    .add(last.get(random.nextInt(last.size())).getMetadata().getUid());
        }
        return last;
    }

    /** Also that it is gone is not heard of an object of which nothing is heard. */
    private <T extends HasMetadata> List<T> heard(String kind, List<T> last, List<T> truth) {
        Set<String> unheard = deaf.getOrDefault(kind, Set.of());
        List<T> seen = new ArrayList<>();
        truth.stream().filter(object -> !unheard.contains(uid(object))).forEach(seen::add);
        last.stream().filter(object -> unheard.contains(uid(object))).forEach(seen::add);
        return remembered(kind, seen);
    }

    private <T extends HasMetadata> List<T> remembered(String kind, List<T> seen) {
        if (random.nextInt(4) == 0) {
            older.put(kind, List.copyOf(seen));
        }
        return seen;
    }

    @SuppressWarnings("unchecked") // a kind is of one type
    private <T extends HasMetadata> List<T> laggard(String kind, List<T> last) {
        deaf.remove(kind);
        return (List<T>) older.getOrDefault(kind, List.copyOf(last));
    }

    private static String uid(HasMetadata object) {
        return object.getMetadata().getUid();
    }

    private void count(Kind kind) {
        counts.merge(kind, 1, Integer::sum);
    }
}
