package io.mlfd.e2e.scale;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Makes the same Jobs as runs do, in the same order and with nothing else: no status, no event, no look. What the Job
 * controller, the scheduler and the API server do with them is the most that an operator could reach.
 */
public final class JobsAlone implements AutoCloseable {
    /** Jobs that wait for each other have the same value. */
    public static final String CHAIN = "mlfd.io/chain";

    private static final int THREADS = 50;
    private static final List<String> ORDER = List.of("teacher", "joint", "distill", "report");

    private final KubernetesClient client;
    private final String namespace;
    private final List<List<Job>> levels;
    private final Map<String, AtomicInteger> ended = new ConcurrentHashMap<>();
    private final ExecutorService work = Executors.newFixedThreadPool(THREADS);

    /** @param ofARun the Jobs that a run has made */
    public JobsAlone(KubernetesClient client, String namespace, List<Job> ofARun) {
        this.client = client;
        this.namespace = namespace;
        Map<Integer, List<Job>> byLevel =
                ofARun.stream().collect(Collectors.groupingBy(JobsAlone::level, TreeMap::new, Collectors.toList()));
        this.levels = List.copyOf(byLevel.values());
    }

    private static int level(Job job) {
        String stage = job.getMetadata().getAnnotations().get(FakeKubelet.STAGE);
        return ORDER.indexOf(stage.split("/", 2)[0]);
    }

    /** Jobs of a chain. */
    public int length() {
        return levels.stream().mapToInt(List::size).sum();
    }

    public void start(int chains) {
        for (int chain = 0; chain < chains; chain++) {
            create("c" + chain, 0);
        }
    }

    /** To be told of every Job that is complete. */
    public void ended(Job job) {
        String chain = job.getMetadata().getLabels().get(CHAIN);
        int level = level(job);
        AtomicInteger left = ended.computeIfAbsent(
                chain + "/" + level, key -> new AtomicInteger(levels.get(level).size()));
        if (left.decrementAndGet() == 0 && level + 1 < levels.size()) {
            create(chain, level + 1);
        }
    }

    private void create(String chain, int level) {
        levels.get(level)
                .forEach(job ->
                        work.execute(() -> client.resource(copy(job, chain)).create()));
    }

    private Job copy(Job job, String chain) {
        String stage = job.getMetadata().getAnnotations().get(FakeKubelet.STAGE);
        return new JobBuilder(job)
                .withNewMetadata()
                .withName(chain + "-" + stage.replace('/', '-'))
                .withNamespace(namespace)
                .addToLabels(CHAIN, chain)
                .addToAnnotations(FakeKubelet.STAGE, stage)
                .endMetadata()
                .withStatus(null)
                .editSpec()
                .withSelector(null)
                .editTemplate()
                .withNewMetadata()
                .addToAnnotations(FakeKubelet.STAGE, stage)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }

    @Override
    public void close() {
        work.shutdownNow();
    }
}
