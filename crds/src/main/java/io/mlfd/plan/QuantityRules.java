package io.mlfd.plan;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Quantities: the schema takes any text, and reading a wrong one throws. */
final class QuantityRules {
    /** Above every machine, and low enough that a count of CPUs fits an int. */
    private static final BigDecimal MOST_CPUS = BigDecimal.valueOf(10_000);

    private QuantityRules() {}

    static List<Problem> problems(String path, Map<String, Quantity> quantities) {
        return quantities.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> Stream.concat(
                        problems(path + "." + entry.getKey(), entry.getValue()).stream(), cpus(path, entry).stream()))
                .toList();
    }

    static List<Problem> size(String path, Quantity quantity) {
        return amount(quantity).filter(amount -> amount.signum() > 0).isPresent()
                ? List.of()
                : List.of(new Problem(path, "\"" + quantity + "\" is no size above zero; write it as 10Gi"));
    }

    private static List<Problem> problems(String path, Quantity quantity) {
        return amount(quantity).filter(amount -> amount.signum() >= 0).isPresent()
                ? List.of()
                : List.of(new Problem(path, "\"" + quantity + "\" is no quantity; write it as 2, 500m or 10Gi"));
    }

    private static List<Problem> cpus(String path, Map.Entry<String, Quantity> entry) {
        boolean tooMany = entry.getKey().equals("cpu")
                && amount(entry.getValue())
                        .filter(amount -> amount.compareTo(MOST_CPUS) > 0)
                        .isPresent();
        return tooMany
                ? List.of(new Problem(path + ".cpu", "\"" + entry.getValue() + "\" is more than " + MOST_CPUS))
                : List.of();
    }

    private static Optional<BigDecimal> amount(Quantity quantity) {
        try {
            return Optional.of(Quantity.getAmountInBytes(quantity));
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
