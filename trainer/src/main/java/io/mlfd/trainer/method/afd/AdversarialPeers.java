package io.mlfd.trainer.method.afd;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.Training;
import io.mlfd.contract.afd.Exchange;
import io.mlfd.contract.afd.TrainAdversarialPeers;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.supervised.NetworkFiles;
import io.mlfd.trainer.supervised.Teaching;
import java.util.List;

/**
 * The networks that learn from each other, and what they learn with: transfer layers and discriminators, where there are such.
 * A network's first values are the same in every exchange.
 */
final class AdversarialPeers {
    private final List<Network> networks;
    private final Teaching teaching;
    private final MapPhases maps;
    private final StateDict state;

    /** @param scope a new one, which gets nothing else */
    AdversarialPeers(TrainAdversarialPeers work, int classes, Scope scope) {
        networks =
                Networks.apart(work.networks().stream().map(NetworkFiles::shape).toList(), classes, scope);
        teaching = teaching(work.exchange(), networks.size());
        maps = maps(work, scope);
        state = scope.state();
    }

    private static Teaching teaching(Exchange exchange, int networks) {
        return switch (exchange) {
            case ADVERSARIAL_RING, LOGITS_ONLY, DIRECT_ALIGNMENT -> Teaching.ring(networks);
            case ADVERSARIAL_PAIRS -> Teaching.allPairs(networks);
        };
    }

    private MapPhases maps(TrainAdversarialPeers work, Scope scope) {
        Scope transfers = scope.child("transfers");
        List<Lesson> lessons = Lesson.of(teaching);
        Training.Schedule schedule = work.training().schedule();
        return switch (work.exchange()) {
            case LOGITS_ONLY -> new NoMaps();
            case DIRECT_ALIGNMENT ->
                new AlignmentPhase(new ComparableMaps(networks, transfers), lessons, work.mapOptimizer(), schedule);
            case ADVERSARIAL_RING, ADVERSARIAL_PAIRS ->
                new AdversarialPhases(
                        new ComparableMaps(networks, transfers),
                        lessons,
                        scope.child("discriminators"),
                        work.mapOptimizer(),
                        schedule);
        };
    }

    List<Network> networks() {
        return networks;
    }

    /** Who learns from whom, logits and maps alike. */
    Teaching teaching() {
        return teaching;
    }

    MapPhases maps() {
        return maps;
    }

    /** Everything that is trained: {@code branches.0} and so on, {@code transfers}, {@code discriminators}. */
    StateDict state() {
        return state;
    }

    /** The logits of every network, (N, K) each. {@code images}: (N, 3, S, S), normalised */
    List<NDArray> logits(NDArray images, Mode mode) {
        return networks.stream()
                .map(network -> network.forward(images, mode).logits())
                .toList();
    }
}
