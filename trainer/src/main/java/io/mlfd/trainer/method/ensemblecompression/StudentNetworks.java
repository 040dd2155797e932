package io.mlfd.trainer.method.ensemblecompression;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.trainer.nn.Conv2d;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.nn.StemmedNetworks;
import java.util.ArrayList;
import java.util.List;

/**
 * Widths of one network over one stem and, for every one but the widest, a 1x1 convolution a stage that brings its maps to the
 * channels of the widest. These are no part of any student: they serve the loss alone.
 */
final class StudentNetworks {
    private final StemmedNetworks networks;
    private final List<List<Conv2d>> adaptors;
    private final StateDict state;

    /**
     * @param shapes from the widest to the narrowest, of equal depth and with one stem
     * @param scope a new one, which gets nothing but these networks and their adaptors
     */
    StudentNetworks(List<NetworkShape> shapes, int classes, Scope scope) {
        networks = Networks.overOneStem(shapes, classes, scope);
        List<List<Conv2d>> all = new ArrayList<>();
        for (int student = 1; student < shapes.size(); student++) {
            Scope own = scope.child("adaptors").child(Integer.toString(student));
            all.add(adaptors(shapes.get(student), shapes.get(0), own));
        }
        adaptors = List.copyOf(all);
        state = scope.state();
    }

    private static List<Conv2d> adaptors(NetworkShape student, NetworkShape widest, Scope scope) {
        List<Conv2d> adaptors = new ArrayList<>();
        for (int stage = 0; stage < widest.stageCount(); stage++) {
            Scope own = scope.child(Integer.toString(stage));
            adaptors.add(Conv2d.oneByOne(own, student.channels(stage), widest.channels(stage)));
        }
        return List.copyOf(adaptors);
    }

    /** What all students say of the same images, without adaptors. {@code images}: (N, 3, S, S), normalised */
    List<NDArray> logits(NDArray images, Mode mode) {
        return networks.forward(images, mode).stream()
                .map(NetworkOutput::logits)
                .toList();
    }

    /** The same with what the loss needs. */
    StudentOutputs forward(NDArray images, Mode mode) {
        List<NetworkOutput> outputs = networks.forward(images, mode);
        List<List<NDArray>> adapted = new ArrayList<>();
        for (int student = 1; student < outputs.size(); student++) {
            List<NDArray> maps = outputs.get(student).stageMaps();
            List<NDArray> own = new ArrayList<>();
            for (int stage = 0; stage < maps.size(); stage++) {
                own.add(adaptors.get(student - 1).get(stage).forward(maps.get(stage), mode));
            }
            adapted.add(own);
        }
        return new StudentOutputs(
                outputs.stream().map(NetworkOutput::logits).toList(),
                outputs.get(0).stageMaps(),
                adapted);
    }

    /** Each as a network of its own, from the widest; the stem is one for all. */
    List<Network> networks() {
        return networks.networks();
    }

    /** Stem, students and adaptors. */
    StateDict state() {
        return state;
    }
}
