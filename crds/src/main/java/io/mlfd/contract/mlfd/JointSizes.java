package io.mlfd.contract.mlfd;

import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Standardisation;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.contract.CacheRow;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Pass;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What T*, its experts and the cache of their features come to. */
record JointSizes(TrainJointTeacher work, NetworkSizes sizes) {
    private static final String EMBEDDING = "embedding";
    private static final long KERNEL = 9;
    /** Of a projection, its normalisation and its activation. */
    private static final long LAYERS_OF_A_NECK = 3;

    /** T* for all data sets, in training. */
    Demand trained() {
        long parameters = work.trunk() == Trunk.SHARED ? trunkParameters(widest()) : 0;
        Pass largest = Pass.NONE;
        for (DatasetWork dataset : work.reads()) {
            parameters += ownParameters(dataset);
            Pass pass = pass(dataset);
            largest = pass.values() > largest.values() ? pass : largest;
        }
        return Demand.trainingBeside(parameters, largest)
                .and(Demand.keeping(standards()
                        * (work.trunk() == Trunk.SHARED ? 1 : work.reads().size())))
                .and(Demand.lookingAt(Pass.small(row() * work.datasets().size())));
    }

    /** T* for one data set, which says of its images what a student learns. */
    Demand looking(DatasetWork dataset) {
        long trunk = work.trunk() == Trunk.SHARED ? trunkParameters(widest()) : 0;
        return Demand.keeping(trunk + ownParameters(dataset) + standards())
                .and(Demand.lookingAt(pass(dataset).and(Pass.small(row()))));
    }

    /** What brings a student's maps to the width of T*'s, with what it makes of an image's. {@code student}: with its network */
    Demand projecting(DatasetWork student) {
        List<Long> target = own(student);
        long parameters = 0;
        long values = 0;
        for (int l = 0; l < target.size(); l++) {
            String level = work.levels().get(l);
            parameters += (sizes.channels(student.network(), level) + 1L) * target.get(l);
            values += target.get(l) * pixels(level);
        }
        return Demand.trainingBeside(parameters, Pass.small(values));
    }

    /** The experts, while a cache is built. */
    Demand cached() {
        List<NetworkSpec> experts = experts();
        return Demand.keeping(sizes.parameters(experts))
                .and(Demand.caching(sizes.pass(experts), CacheRow.ofEveryImage(row())));
    }

    /**
     * What T* says of a student's images, computed once. Of images as they are it comes from the experts' cache, which holds
     * nothing of views.
     */
    Demand outputs(DatasetWork student, CachedOutputs kept) {
        List<NetworkSpec> experts = experts();
        List<Long> own = own(student);
        long values = 0;
        for (int l = 0; l < own.size(); l++) {
            values += own.get(l) * pixels(work.levels().get(l));
        }
        CacheRow row =
                new CacheRow(values, true, kept.valueBytes(), kept.views().orElse(1), true);
        long trunk = work.trunk() == Trunk.SHARED ? trunkParameters(widest()) : 0;
        Demand outputs = Demand.keeping(trunk + ownParameters(student) + sizes.parameters(experts))
                .and(Demand.lookingAt(Pass.small(values)))
                .and(Demand.caching(sizes.pass(experts).and(pass(student)), row));
        return kept.views().isPresent() ? outputs : outputs.and(cached());
    }

    /** Values of an image in the cache: every level of every expert. */
    private long row() {
        return work.levels().stream()
                .mapToLong(level -> allChannels(level) * pixels(level))
                .sum();
    }

    /** What one image's way through T* computes. */
    private Pass pass(DatasetWork dataset) {
        List<Long> widths = work.trunk() == Trunk.SHARED ? widest() : own(dataset);
        long values = 0;
        long largest = 0;
        for (int l = 0; l < work.levels().size(); l++) {
            String level = work.levels().get(l);
            long ofAPixel = allChannels(level)
                    + (long) adaptors() * work.adaptorWidth()
                    + 3 * fused(l, widths)
                    + LAYERS_OF_A_NECK * widths.get(l);
            if (work.trunk() == Trunk.SHARED) {
                ofAPixel += LAYERS_OF_A_NECK * own(dataset).get(l);
            }
            values += ofAPixel * pixels(level);
            largest = Math.max(largest, fused(l, widths) * pixels(level));
        }
        return new Pass(values, largest);
    }

    /** What serves one data set only. */
    private long ownParameters(DatasetWork dataset) {
        List<Long> own = own(dataset);
        if (work.trunk() == Trunk.PER_DATASET) {
            return trunkParameters(own);
        }
        List<Long> trunk = widest();
        long parameters = 0;
        for (int l = 0; l < own.size(); l++) {
            parameters += (trunk.get(l) + LAYERS_OF_A_NECK) * own.get(l);
        }
        return parameters;
    }

    private long trunkParameters(List<Long> widths) {
        long adaptor = work.adaptorWidth();
        long parameters = 0;
        for (int l = 0; l < widths.size(); l++) {
            long fused = fused(l, widths);
            parameters += allChannels(work.levels().get(l)) * (adaptor + 2)
                    + adaptors() * adaptor
                    + 2 * fused
                    + (fused + LAYERS_OF_A_NECK) * widths.get(l);
            if (l > 0 && !work.levels().get(l).equals(EMBEDDING)) {
                parameters += KERNEL * widths.get(l - 1) * adaptor;
            }
        }
        return parameters;
    }

    /** Channels that are laid side by side at a level: an adaptor's of every expert, and what comes from the level before. */
    private long fused(int level, List<Long> widths) {
        long before = 0;
        if (level > 0) {
            before = work.levels().get(level).equals(EMBEDDING) ? widths.get(level - 1) : work.adaptorWidth();
        }
        return (long) voices() * work.adaptorWidth() + before;
    }

    /** What one trunk's standardisation of every expert's features holds. */
    private long standards() {
        if (work.standardisation().isEmpty()) {
            return 0;
        }
        boolean rotates = work.standardisation().get() == Standardisation.PHI_S;
        return work.levels().stream()
                .flatMap(level -> experts().stream().map(network -> (long) sizes.channels(network, level)))
                .mapToLong(channels -> (rotates ? channels : 1) * channels + channels)
                .sum();
    }

    /** Networks that have an adaptor in one trunk. */
    private int adaptors() {
        return experts().size() - withoutOwn();
    }

    /** What adaptors give side by side: those of one data set's fold experts are added up. */
    private int voices() {
        return work.datasets().size() + work.unions().size() - withoutOwn();
    }

    private int withoutOwn() {
        return work.trunk() == Trunk.PER_DATASET && work.experts() == Experts.OTHERS ? 1 : 0;
    }

    /** All whose features are cached: of each data set its expert or its fold experts, and union networks. */
    private List<NetworkSpec> experts() {
        return Stream.concat(work.datasets().stream().flatMap(this::experts), work.unions().stream())
                .toList();
    }

    private Stream<NetworkSpec> experts(DatasetWork dataset) {
        return Collections.nCopies(work.foldsOf(dataset).orElse(1), dataset.network()).stream();
    }

    private List<Long> widest() {
        return work.levels().stream()
                .map(level -> work.datasets().stream()
                        .mapToLong(dataset -> sizes.channels(work.target(dataset), level))
                        .max()
                        .orElse(0))
                .toList();
    }

    /** Of T*'s maps of a data set. {@code dataset}: by its name, whichever network it comes with */
    private List<Long> own(DatasetWork dataset) {
        NetworkSpec target = work.datasets().stream()
                .filter(one -> one.name().equals(dataset.name()))
                .map(work::target)
                .findFirst()
                .orElseThrow();
        return work.levels().stream()
                .map(level -> (long) sizes.channels(target, level))
                .toList();
    }

    private long allChannels(String level) {
        return experts().stream()
                .mapToLong(network -> sizes.channels(network, level))
                .sum();
    }

    /** Of the size that all maps are averaged to: the smallest among the experts' and the students'. */
    private long pixels(String level) {
        long side = Stream.concat(experts().stream(), work.datasets().stream().map(work::target))
                .mapToLong(network -> sizes.side(network, level))
                .min()
                .orElse(0);
        return side * side;
    }
}
