package io.mlfd.trainer.method.afd;

import ai.djl.ndarray.NDArray;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Module;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The last maps of all networks in one shape, T_k(G_k(x)): averaged to the size of the smallest and, where networks differ in
 * channels, each by a transfer layer in those of the widest. Where they do not differ there are no transfer layers.
 */
final class ComparableMaps {
    private final List<Network> networks;
    private final int channels;
    private final List<Module> transfers = new ArrayList<>();
    private final StateDict transferState;

    /** @param scope a new one, which gets the transfer layers */
    ComparableMaps(List<Network> networks, Scope scope) {
        this.networks = List.copyOf(networks);
        List<Integer> own =
                networks.stream().map(network -> network.shape().lastChannels()).toList();
        channels = own.stream().mapToInt(Integer::intValue).max().orElseThrow();
        if (own.stream().distinct().count() > 1) {
            for (int inputs : own) {
                Scope layer = scope.child(Integer.toString(transfers.size()));
                transfers.add(new TransferLayer(layer, inputs, channels));
            }
        } else {
            own.forEach(any -> transfers.add((maps, mode) -> maps));
        }
        transferState = scope.state();
    }

    /**
     * @param images (N, 3, S, S), normalised
     * @return one a network, (N, C, s, s) each
     */
    List<NDArray> of(NDArray images, Mode mode) {
        List<NDArray> last =
                networks.stream().map(network -> last(network, images, mode)).toList();
        long smallest =
                last.stream().mapToLong(maps -> maps.getShape().get(2)).min().orElseThrow();
        List<NDArray> comparable = new ArrayList<>();
        for (NDArray maps : last) {
            NDArray pooled = Functional.averagePoolTo(maps, Math.toIntExact(smallest));
            comparable.add(transfers.get(comparable.size()).forward(pooled, mode));
        }
        return comparable;
    }

    private static NDArray last(Network network, NDArray images, Mode mode) {
        int stages = network.shape().stageCount();
        return network.firstMaps(stages, images, mode).get(stages - 1);
    }

    /** C. */
    int channels() {
        return channels;
    }

    /** Of the extractors and the transfer layers: everything that the maps come from. */
    List<Parameter> parameters() {
        return Stream.concat(networks.stream().map(Network::extractor), Stream.of(transferState))
                .flatMap(part -> part.parameters().stream())
                .toList();
    }
}
