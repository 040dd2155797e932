package io.mlfd.operator.stored;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The runs that an operator's watch has seen, at the moment that somebody asks. An operator that stands by sees them too. */
public final class SeenRuns {
    private volatile Supplier<Stream<StoredRun>> seen = Stream::empty;

    /** @param runs what is there whenever it is asked; nothing before */
    public void lookIn(Supplier<Stream<StoredRun>> runs) {
        seen = runs;
    }

    public Stream<StoredRun> all() {
        return seen.get();
    }

    public Stream<StoredRun> in(String namespace) {
        return all().filter(run -> namespace.equals(run.getMetadata().getNamespace()));
    }

    public Optional<StoredRun> run(String namespace, String name) {
        return in(namespace)
                .filter(run -> name.equals(run.getMetadata().getName()))
                .findFirst();
    }
}
