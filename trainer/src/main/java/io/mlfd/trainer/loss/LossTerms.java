package io.mlfd.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.mlfd.trainer.engine.Autograd;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The terms of a loss in order, each under the name that it has in logs and reports. */
public final class LossTerms {
    /** The key of the weighted sum in {@link Values}. */
    public static final String TOTAL = "total";

    private final List<Term> terms;
    private final NDArray total;

    /**
     * One term.
     *
     * @param value one element, not yet weighted
     */
    public record Term(String name, double weight, NDArray value) {
        public Term {
            if (value.size() != 1) {
                throw new IllegalArgumentException("loss " + name + " has shape " + value.getShape());
            }
        }
    }

    /**
     * What the terms came to.
     *
     * @param total the weighted sum
     * @param terms the values before weighting, by name, in order
     */
    public record Values(float total, Map<String, Float> terms) {
        public Values {
            terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
        }
    }

    private LossTerms(List<Term> terms) {
        this.terms = List.copyOf(terms);
        this.total = weightedSum(this.terms);
    }

    /** At least one term; names differ. A term of weight zero is left out of the sum but reported. */
    public static LossTerms of(List<Term> terms) {
        Set<String> names = new HashSet<>(Set.of(TOTAL));
        for (Term term : terms) {
            if (!names.add(term.name())) {
                throw new IllegalArgumentException("loss " + term.name() + " is named twice");
            }
        }
        return new LossTerms(terms);
    }

    public static LossTerms of(Term... terms) {
        return of(List.of(terms));
    }

    /** The weighted sum: what is differentiated. */
    public NDArray total() {
        return total;
    }

    /**
     * Reads all values at once, which waits for the device. Called before the backward pass, a diverged step changes no
     * weight.
     *
     * @param phase of the step, empty where it is not divided
     * @throws DivergedException for the first term, or else the sum, that is NaN or infinite
     */
    public Values values(long step, String phase) {
        float[] values = read();
        Map<String, Float> byName = new LinkedHashMap<>();
        for (int i = 0; i < terms.size(); i++) {
            byName.put(terms.get(i).name(), finite(step, phase, terms.get(i).name(), values[i]));
        }
        return new Values(finite(step, phase, TOTAL, values[terms.size()]), byName);
    }

    private float[] read() {
        List<NDArray> all = new ArrayList<>();
        terms.forEach(term -> all.add(term.value().reshape(1)));
        all.add(total.reshape(1));
        return Autograd.withoutRecording(() -> {
            NDArray stacked = NDArrays.concat(new NDList(all));
            return stacked.toFloatArray();
        });
    }

    private static float finite(long step, String phase, String name, float value) {
        if (!Float.isFinite(value)) {
            throw new DivergedException(step, phase, name, value);
        }
        return value;
    }

    private static NDArray weightedSum(List<Term> terms) {
        return terms.stream()
                .filter(term -> term.weight() != 0)
                .map(term -> Losses.scaled(term.value(), term.weight()))
                .reduce(NDArray::add)
                .orElseThrow(() -> new IllegalArgumentException("loss: every weight is zero"));
    }
}
