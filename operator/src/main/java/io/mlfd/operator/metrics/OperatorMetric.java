package io.mlfd.operator.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;

/** The operator's own metrics: the one place where names, labels and help texts stand. */
public enum OperatorMetric {
    RUNS(
            "mlfd.runs",
            Type.GAUGE,
            "Runs that there are, by phase; `Unknown` for one whose status says nothing known.",
            "namespace",
            "phase"),
    RUNS_WAITING(
            "mlfd.runs.waiting",
            Type.GAUGE,
            "Runs under way of which nothing runs now, by the reason of their condition Progressing.",
            "namespace",
            "reason"),
    STAGES_STARTED("mlfd.stages.started", Type.COUNTER, "Attempts at stages that were started.", "kind"),
    STAGES_FINISHED("mlfd.stages.finished", Type.COUNTER, "Attempts at stages that ended.", "kind", "outcome"),
    STAGES_FAILED(
            "mlfd.stages.failed",
            Type.COUNTER,
            "Attempts that failed by themselves, and stages that were given up.",
            "namespace",
            "reason"),
    STAGES_DISRUPTED(
            "mlfd.stages.disrupted",
            Type.COUNTER,
            "Attempts that were lost to somebody else's doing, or sent back to their queue.",
            "namespace",
            "reason"),
    STAGE_SECONDS(
            "mlfd.stage.seconds",
            Type.COUNTER,
            "Seconds that attempts were queued, pending and running, counted when that ends. Those lost have run too, in attempts"
                    + " that failed or got no further.",
            "namespace",
            "state"),
    RESOURCE_SECONDS(
            "mlfd.resource.seconds",
            Type.COUNTER,
            "What running attempts had asked for, times the seconds they ran, counted when they end: cores, bytes or pieces.",
            "namespace",
            "resource"),
    ACTIONS("mlfd.actions", Type.COUNTER, "What the state machine decided and the operator did or tried.", "action"),
    API_CALLS(
            "mlfd.api.calls",
            Type.COUNTER,
            "Calls to the API server for runs, without watches and the lease.",
            "verb",
            "resource",
            "result"),
    LEADER("mlfd.leader", Type.GAUGE, "1 in the operator that holds the lease and acts.");

    private static final double ONE = 1;

    private final String name;
    private final Type type;
    private final String help;
    /** Separated by a blank: constants hold nothing that could change. */
    private final String labels;

    OperatorMetric(String name, Type type, String help, String... labels) {
        this.name = name;
        this.type = type;
        this.help = help;
        this.labels = String.join(" ", labels);
    }

    /** As Prometheus has it. */
    public enum Type {
        COUNTER,
        GAUGE;

        /** As a scrape spells it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Type type() {
        return type;
    }

    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(" ", -1));
    }

    /** As a scrape spells it. */
    public String scraped() {
        return name.replace('.', '_') + (type == Type.COUNTER ? "_total" : "");
    }

    /** As meters are named. */
    public String meter() {
        return name;
    }

    /** The counter with these values, in the order of the labels; at nothing before it is counted up. */
    public Counter counter(MeterRegistry registry, String... values) {
        List<String> names = labels();
        if (values.length != names.size() || type != Type.COUNTER) {
            throw new IllegalArgumentException(name + " is no counter of " + List.of(values));
        }
        Counter.Builder counter = Counter.builder(name).description(help);
        for (int i = 0; i < values.length; i++) {
            counter.tag(names.get(i), values[i]);
        }
        return counter.register(registry);
    }

    /** Counts one more. */
    public void count(MeterRegistry registry, String... values) {
        counter(registry, values).increment(ONE);
    }
}
