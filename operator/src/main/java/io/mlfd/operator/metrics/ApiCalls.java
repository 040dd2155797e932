package io.mlfd.operator.metrics;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** Counts calls to the API server by what came of them. */
public final class ApiCalls {
    private final MeterRegistry registry;

    public ApiCalls(MeterRegistry registry) {
        this.registry = registry;
    }

    <T> T counted(String verb, String resource, Supplier<T> call) {
        String result = "error";
        try {
            T answer = call.get();
            result = "ok";
            return answer;
        } catch (KubernetesClientException e) {
            result = result(e.getCode());
            throw e;
        } finally {
            OperatorMetric.API_CALLS.count(registry, verb, resource, result);
        }
    }

    void counted(String verb, String resource, Runnable call) {
        counted(verb, resource, () -> {
            call.run();
            return verb;
        });
    }

    private static String result(int code) {
        return switch (code) {
            case 400, 422 -> "invalid";
            case 401, 403 -> "forbidden";
            case 404 -> "gone";
            case 409 -> "conflict";
            case 429 -> "throttled";
            default -> "error";
        };
    }
}
