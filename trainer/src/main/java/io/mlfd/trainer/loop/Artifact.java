package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.Output;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.result.Selection;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.WeightsFile;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.StageFolder;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A network that a stage leaves as a file.
 *
 * @param output which network, as {@link VolumeLayout#weights} takes it: {@code network}, {@code fused}
 * @param tensors what is in the file: for the name there, the name of the variable that is trained
 * @param metadata free text in the file; equal in every run of the same work
 */
public record Artifact(String output, Map<String, String> tensors, Map<String, String> metadata) {
    private static final Pattern OUTPUT = Pattern.compile("[a-z][a-z0-9-]*");

    public Artifact {
        if (!OUTPUT.matcher(output).matches()) {
            throw new IllegalArgumentException("output: " + output + " is not of the form " + OUTPUT);
        }
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Map.copyOf(metadata);
    }

    /** All of a state, as the one network of a stage. */
    public static Artifact whole(StateDict state, Map<String, String> metadata) {
        return part(Output.ONLY, state, "", metadata);
    }

    /**
     * The variables whose names begin with {@code prefix}, named without it.
     *
     * @throws IllegalArgumentException when there are none
     */
    public static Artifact part(String output, StateDict state, String prefix, Map<String, String> metadata) {
        Map<String, String> tensors = new LinkedHashMap<>();
        state.variables().keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .forEach(name -> tensors.put(name.substring(prefix.length()), name));
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException("output " + output + ": no variable begins with " + prefix);
        }
        return new Artifact(output, tensors, metadata);
    }

    /**
     * One of several networks that are trained together, under the names that its variables have in it alone.
     *
     * @param network its variables, each of which is one of the learner's state under another name
     */
    public static Artifact member(String output, StateDict network, Map<String, String> metadata) {
        Map<String, String> tensors = new LinkedHashMap<>();
        network.variables().forEach((name, variable) -> tensors.put(name, variable.name()));
        return new Artifact(output, tensors, metadata);
    }

    /** @throws IllegalArgumentException when there are none, two of one output, or one of what is no part of the state */
    static void check(List<Artifact> artifacts, StateDict state) {
        List<String> outputs = artifacts.stream().map(Artifact::output).toList();
        if (artifacts.isEmpty() || new HashSet<>(outputs).size() < outputs.size()) {
            throw new IllegalArgumentException("outputs: " + outputs + " are none or named twice");
        }
        for (Artifact artifact : artifacts) {
            for (String variable : artifact.tensors().values()) {
                if (!state.variables().containsKey(variable)) {
                    throw new IllegalArgumentException("output " + artifact.output() + ": variable " + variable
                            + " is no part of the learner's state");
                }
            }
        }
    }

    /** As {@link #write(StageFolder, Selection, Map, Map)}, of values that there is nothing to say of. */
    public WeightsFile write(StageFolder folder, Selection selection, Map<String, NDArray> values) {
        return write(folder, selection, values, Map.of());
    }

    /**
     * Writes the file.
     *
     * @param values of all variables, by name: those of the last step or of the best epoch
     * @param more metadata, of the values
     */
    public WeightsFile write(
            StageFolder folder, Selection selection, Map<String, NDArray> values, Map<String, String> more) {
        Map<String, NDArray> own = new LinkedHashMap<>();
        tensors.forEach((name, variable) -> own.put(name, values.get(variable)));
        String file = VolumeLayout.weights(output, selection);
        Map<String, String> said = new LinkedHashMap<>(metadata);
        said.putAll(more);
        FileDigest written = folder.write(file, Safetensors.content(own, said));
        return new WeightsFile(output, selection, file, written.sha256(), OptionalLong.of(written.bytes()));
    }
}
