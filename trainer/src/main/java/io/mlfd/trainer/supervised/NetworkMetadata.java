package io.mlfd.trainer.supervised;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.ContractJson.ContractException;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.ChannelStatistics;
import io.mlfd.trainer.data.LoadedDataSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a weight file says of itself, so that it can be used without its run: the network, and for each data set how images are
 * normalised and what the logits mean.
 *
 * @param inputSize height and width of images in pixels
 * @param labels of the logits, data set after data set
 */
public record NetworkMetadata(int version, NetworkSpec network, int inputSize, List<Labels> labels) {
    public static final int VERSION = 1;

    /** The key in the file's metadata; its value is this record as JSON. */
    private static final String KEY = "mlfd";

    /** Readers of Python's libraries ask for it. */
    private static final Map.Entry<String, String> PYTHON = Map.entry("format", "pt");

    /** A block of logits, and how images of its data set are normalised. */
    public record Labels(String dataset, List<String> classNames, ChannelStatistics normalisation) {
        public Labels {
            classNames = List.copyOf(classNames);
        }

        public static Labels of(String dataset, LoadedDataSet data) {
            return new Labels(dataset, data.train().classNames(), data.statistics());
        }
    }

    public NetworkMetadata {
        labels = List.copyOf(labels);
    }

    public NetworkMetadata(NetworkSpec network, int inputSize, List<Labels> labels) {
        this(VERSION, network, inputSize, labels);
    }

    /** That of a network of one data set. */
    public static NetworkMetadata of(NetworkSpec network, int inputSize, String dataset, LoadedDataSet data) {
        return new NetworkMetadata(network, inputSize, List.of(Labels.of(dataset, data)));
    }

    /** All class names, in the order of the logits. */
    public List<String> classNames() {
        return labels.stream().map(Labels::classNames).flatMap(List::stream).toList();
    }

    /** As the metadata of a safetensors file; equal for equal values. */
    public Map<String, String> toMap() {
        return asMetadata(KEY, this);
    }

    /**
     * As the metadata of a safetensors file, what describes it.
     *
     * @param key another one than a network's where the file holds more than one, so that none of the list is read from it
     */
    public static Map<String, String> asMetadata(String key, Object description) {
        return Map.ofEntries(PYTHON, Map.entry(key, new ContractJson().write(description)));
    }

    /**
     * Reads the metadata of a safetensors file, empty for a file that another program wrote.
     *
     * @throws BadInputException naming the file, when there is such metadata but it cannot be used
     */
    public static Optional<NetworkMetadata> of(Path file, Map<String, String> metadata) {
        return Stream.ofNullable(metadata.get(KEY))
                .map(json -> parse(file, json))
                .findFirst();
    }

    private static NetworkMetadata parse(Path file, String json) {
        try {
            NetworkMetadata read = new ContractJson().read(json, NetworkMetadata.class);
            if (read.version() != VERSION) {
                throw new BadInputException(
                        file + ": metadata have version " + read.version() + ", this program knows " + VERSION);
            }
            return read;
        } catch (ContractException e) {
            throw new BadInputException(file + ": metadata: " + e.getMessage());
        }
    }
}
