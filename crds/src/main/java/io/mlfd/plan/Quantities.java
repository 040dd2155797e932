package io.mlfd.plan;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.mlfd.api.PodSettings.Resources;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Quantities as a run names them. The schema takes any text, and a client that reads wrong text as a {@link Quantity} throws:
 * one such object would keep an operator from listing all others. So they are read as text and checked with the rest.
 */
public final class Quantities {
    /** What the definition takes for one: no sign, and no exponent that a machine would choke on. */
    public static final String PATTERN = "^([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][-+]?[0-9]{1,2})?$";

    /** Characters that the definition takes. */
    public static final int MOST_CHARACTERS = 32;

    /** Above every machine, and low enough that a count of CPUs fits an int. */
    private static final BigDecimal MOST_CPUS = BigDecimal.valueOf(10_000);

    private static final BigDecimal LEAST = new BigDecimal("1e-9");
    private static final BigDecimal MOST = new BigDecimal("1e18");

    private Quantities() {}

    /**
     * @param said a value that passed {@link Planner#plan}
     * @throws IllegalArgumentException when it is no quantity
     */
    public static Quantity of(IntOrString said) {
        return new Quantity(said.getValue().toString().strip());
    }

    static List<Problem> problems(String path, Map<String, IntOrString> quantities) {
        return quantities.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> Stream.concat(
                        problems(path + "." + entry.getKey(), entry.getValue()).stream(), cpus(path, entry).stream()))
                .toList();
    }

    /** Whole CPUs, at least one: more threads than that would wait for each other. */
    public static int threads(Quantity cpu) {
        return Math.max(
                1,
                Quantity.getAmountInBytes(cpu).setScale(0, RoundingMode.FLOOR).intValueExact());
    }

    /** Requests that are above their limits: the API server refuses such a pod, when the spec can no longer change. */
    static List<Problem> aboveLimits(String path, Resources resources) {
        return resources.requests().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(request ->
                        isAbove(request.getValue(), resources.limits().get(request.getKey())))
                .map(request -> new Problem(
                        path + ".requests." + request.getKey(),
                        "\"" + request.getValue().getValue() + "\" is above the limit, \""
                                + resources.limits().get(request.getKey()).getValue() + "\""))
                .toList();
    }

    private static boolean isAbove(IntOrString request, IntOrString limit) {
        return limit != null
                && amount(request)
                        .flatMap(asked -> amount(limit).filter(most -> asked.compareTo(most) > 0))
                        .isPresent();
    }

    static List<Problem> size(String path, IntOrString said) {
        return amount(said).filter(amount -> amount.signum() > 0).isPresent()
                ? List.of()
                : List.of(new Problem(path, "\"" + said.getValue() + "\" is no size above zero; write it as 10Gi"));
    }

    private static List<Problem> problems(String path, IntOrString said) {
        return amount(said).filter(amount -> amount.signum() >= 0).isPresent()
                ? List.of()
                : List.of(new Problem(path, "\"" + said.getValue() + "\" is no quantity; write it as 2, 500m or 10Gi"));
    }

    private static List<Problem> cpus(String path, Map.Entry<String, IntOrString> entry) {
        boolean tooMany = entry.getKey().equals("cpu")
                && amount(entry.getValue())
                        .filter(amount -> amount.compareTo(MOST_CPUS) > 0)
                        .isPresent();
        return tooMany
                ? List.of(
                        new Problem(path + ".cpu", "\"" + entry.getValue().getValue() + "\" is more than " + MOST_CPUS))
                : List.of();
    }

    /** Out of these bounds nothing is meant, and a few letters of an exponent would take minutes to write out. */
    private static boolean isSensible(BigDecimal amount) {
        return amount.signum() == 0
                || (amount.abs().compareTo(LEAST) >= 0 && amount.abs().compareTo(MOST) <= 0);
    }

    private static Optional<BigDecimal> amount(IntOrString said) {
        if (said.getValue().toString().length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            return Optional.of(Quantity.getAmountInBytes(of(said))).filter(Quantities::isSensible);
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
