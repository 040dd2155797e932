package io.mlfd.operator.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.mlfd.operator.ApiServerCluster;
import io.mlfd.operator.ApiServerResource;
import io.mlfd.operator.Runs;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Runs against a real API server whose calls fail at random, or whose watches lose, repeat and turn back what they show, with two
 * operators that both think to be the only one. Every run has to come to the end that one comes to which nothing disturbs, with no
 * Job made twice, no count that goes back and no two pods of a stage. {@code -Dmlfd.soak.calls=10000} makes so many calls,
 * {@code -Dmlfd.soak.seed=N} the same choices again, and with {@code -Dmlfd.soak.crashes=1} an operator dies at every single write.
 */
class FaultSoakTest {
    private static final int CALLS = Integer.getInteger("mlfd.soak.calls", 400);
    private static final long SEED = Long.getLong("mlfd.soak.seed", 1);
    private static final int CRASHES = Integer.getInteger("mlfd.soak.crashes", 40);
    private static final double SHARE = 0.2;
    private static final String SPEC = Runs.SPEC + "retries: {failures: 1, backoff: {initial: 1s, max: 1s}}\n";

    /** What is done with a real API server. */
    @FunctionalInterface
    private interface Soak {
        void in(KubernetesClient client);
    }

    @Test
    void faultsChangeNothingAboutHowARunEnds() throws Exception {
        onAServer(FaultSoakTest::soak);
    }

    @Test
    void whatWatchesLoseAndRepeatChangesNothingAboutHowARunEnds() throws Exception {
        onAServer(FaultSoakTest::soakWatches);
    }

    @Test
    void dyingAtAWriteChangesNothingAboutHowARunEnds() throws Exception {
        onAServer(FaultSoakTest::soakDeaths);
    }

    private static void onAServer(Soak soak) throws Exception {
        if (!ApiServerResource.available()) {
            System.err.println(
                    "NOT RUN: FaultSoakTest (random faults on a real API server): KUBE_API_TEST_DIR is not set");
        }
        Assumptions.assumeTrue(ApiServerResource.available());
        KubeAPIServer server = new KubeAPIServer();
        server.start();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
                .build()) {
            new ApiServerCluster(client).install();
            soak.in(client);
        } finally {
            server.stop();
        }
    }

    private static void soak(KubernetesClient client) {
        long began = System.nanoTime();
        Episode.End expected = undisturbed(client);
        int calls = 0;
        int runs = 0;
        Map<Faults.Kind, Integer> counts = new EnumMap<>(Faults.Kind.class);
        for (long seed = SEED; calls < CALLS; seed++) {
            Faults faults = new Faults(new Random(seed), SHARE);
            assertThat(play(client, "r" + seed, new Random(-seed), faults))
                    .as("-Dmlfd.soak.seed=%d, %s", seed, faults.counts())
                    .isEqualTo(expected);
            faults.counts().forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
            calls += faults.calls();
            runs++;
        }
        System.err.printf(
                "FaultSoakTest: %d runs, %d calls, of which failed %d: %s; seeds from %d, %d s%n",
                runs,
                calls,
                counts.values().stream().mapToInt(Integer::intValue).sum(),
                counts,
                SEED,
                Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }

    private static Episode.End undisturbed(KubernetesClient client) {
        Episode.End end = play(client, "undisturbed", new Random(SEED), new Faults(new Random(SEED), 0));
        assertThat(end.phase()).isEqualTo("Complete");
        assertThat(end.jobs()).contains("-teacher-a-2", "-joint-3", "-distill-a-2", "-distill-b-2");
        return end;
    }

    /** Calls fail too, at a lower rate. */
    private static void soakWatches(KubernetesClient client) {
        long began = System.nanoTime();
        Episode.End expected = undisturbed(client);
        Map<BrokenWatches.Kind, Integer> counts = new EnumMap<>(BrokenWatches.Kind.class);
        int calls = 0;
        int failed = 0;
        int runs = 0;
        for (long seed = SEED; calls < CALLS; seed++) {
            Faults faults = new Faults(new Random(seed), SHARE / 4);
            String name = "w" + seed;
            client.resource(new ApiServerCluster(client).written(name, SPEC)).create();
            Episode episode = new Episode(client, new Random(-seed), name, faults, Optional.of(counts), start());
            assertThat(episode.play())
                    .as("-Dmlfd.soak.seed=%d, %s, %s", seed, counts, faults.counts())
                    .isEqualTo(expected);
            calls += faults.calls();
            failed += faults.counts().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            runs++;
        }
        assertThat(counts).containsOnlyKeys(BrokenWatches.Kind.values());
        System.err.printf(
                "FaultSoakTest: watches: %d runs, %d calls, of which failed %d; %s; seeds from %d, %d s%n",
                runs,
                calls,
                failed,
                counts,
                SEED,
                Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }

    /** At every so many writes of the undisturbed run, before it and after it. */
    private static void soakDeaths(KubernetesClient client) {
        long began = System.nanoTime();
        Faults none = new Faults(new Random(SEED), 0);
        Episode.End expected = play(client, "undying", new Random(SEED), none);
        int deaths = 0;
        for (int write = 0; write < none.writes(); write += CRASHES) {
            for (boolean after : new boolean[] {false, true}) {
                Faults faults = Faults.deathAt(write, after, new Random(SEED));
                String name = "d" + write + (after ? "-after" : "-before");
                assertThat(play(client, name, new Random(SEED), faults))
                        .as(name)
                        .isEqualTo(expected);
                assertThat(faults.counts()).as(name).hasSize(1);
                deaths++;
            }
        }
        System.err.printf(
                "FaultSoakTest: deaths: %d, at every %d. of %d writes, before and after it, %d s%n",
                deaths,
                CRASHES,
                none.writes(),
                Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }

    private static Instant start() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    }

    private static Episode.End play(KubernetesClient client, String name, Random random, Faults faults) {
        client.resource(new ApiServerCluster(client).written(name, SPEC)).create();
        return new Episode(client, random, name, faults, start()).play();
    }
}
