package io.mlfd.plan;

import io.mlfd.api.MethodSpec;
import io.mlfd.plan.afd.AfdMethod;
import io.mlfd.plan.dml.DmlMethod;
import io.mlfd.plan.ensemblecompression.EnsembleCompressionMethod;
import io.mlfd.plan.feed.FeedMethod;
import io.mlfd.plan.ffl.FflMethod;
import io.mlfd.plan.mcl.MclMethod;
import io.mlfd.plan.mclokd.MclOkdMethod;
import io.mlfd.plan.mlfd.MlfdMethod;
import io.mlfd.plan.one.OneMethod;
import io.mlfd.plan.pcl.PclMethod;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every method that there is. */
public final class Methods {
    public static final List<Method> ALL = List.of(
            new MlfdMethod(),
            new FflMethod(),
            new FeedMethod(),
            new DmlMethod(),
            new OneMethod(),
            new MclOkdMethod(),
            new EnsembleCompressionMethod(),
            new PclMethod(),
            new MclMethod(),
            new AfdMethod());

    private Methods() {}

    /** The method of that name. */
    public static Optional<Method> named(String name) {
        return ALL.stream().filter(method -> method.name().equals(name)).findFirst();
    }

    /** All names, for messages. */
    public static String names() {
        return ALL.stream().map(Method::name).collect(Collectors.joining(", "));
    }

    /** The methods that a spec names; a valid one names one. */
    static List<Method> named(MethodSpec spec) {
        return ALL.stream().filter(method -> method.of(spec).isPresent()).toList();
    }
}
