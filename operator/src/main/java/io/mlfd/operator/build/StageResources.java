package io.mlfd.operator.build;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.mlfd.api.PodSettings.Resources;
import io.mlfd.plan.Quantities;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a stage's container asks for. Where the run says nothing: requests of 500m CPU and 1Gi, limits of one CPU and
 * 2Gi, which train the small networks of this project. A default never contradicts what the run says: it gives way to a
 * lower limit or a higher request.
 */
public final class StageResources {
    private static final Map<String, Quantity> REQUESTS =
            Map.of("cpu", new Quantity("500m"), "memory", new Quantity("1Gi"));
    private static final Map<String, Quantity> LIMITS = Map.of("cpu", new Quantity("1"), "memory", new Quantity("2Gi"));

    private final Map<String, Quantity> requests;
    private final Map<String, Quantity> limits;

    /** @param said by the run */
    public StageResources(Resources said) {
        requests = quantities(said.requests());
        limits = quantities(said.limits());
        REQUESTS.forEach((name, request) ->
                requests.putIfAbsent(name, limits.containsKey(name) ? smaller(request, limits.get(name)) : request));
        LIMITS.forEach((name, limit) -> limits.putIfAbsent(name, larger(limit, requests.get(name))));
    }

    private static Map<String, Quantity> quantities(Map<String, IntOrString> said) {
        Map<String, Quantity> quantities = new TreeMap<>();
        said.forEach((name, value) -> quantities.put(name, Quantities.of(value)));
        return quantities;
    }

    ResourceRequirements requirements() {
        return new ResourceRequirementsBuilder()
                .withRequests(requests)
                .withLimits(limits)
                .build();
    }

    /**
     * What is taken away from others while the container is there, by resource: cores, bytes or pieces. The API server takes a limit
     * for the request where there is none.
     */
    public Map<String, Double> asked() {
        Map<String, Double> asked = new TreeMap<>();
        limits.forEach((name, limit) -> asked.put(name, amount(limit).doubleValue()));
        requests.forEach((name, request) -> asked.put(name, amount(request).doubleValue()));
        return asked;
    }

    int threads() {
        return Quantities.threads(limits.get("cpu"));
    }

    private static Quantity smaller(Quantity a, Quantity b) {
        return amount(a).compareTo(amount(b)) <= 0 ? a : b;
    }

    private static Quantity larger(Quantity a, Quantity b) {
        return amount(a).compareTo(amount(b)) >= 0 ? a : b;
    }

    private static BigDecimal amount(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity);
    }
}
