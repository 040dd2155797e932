package io.mlfd.operator.build;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where data sets are read from.
 *
 * @param byDataset per data set the claim; none for data sets that need no files
 * @param fields per claim the field of the run that names it first
 */
public record DataClaims(Map<String, String> byDataset, Map<String, String> fields) {
    private static final String SHARED_FIELD = "spec.data.claimName";

    public static DataClaims of(MLFDRunSpec spec) {
        Map<String, String> byDataset = new LinkedHashMap<>();
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < spec.datasets().size(); i++) {
            Dataset dataset = spec.datasets().get(i);
            String own = dataset.source().claimName();
            Optional<String> claim = own != null ? Optional.of(own) : shared(spec);
            if (needsFiles(dataset) && claim.isPresent()) {
                byDataset.put(dataset.name(), claim.get());
                fields.putIfAbsent(claim.get(), own != null ? field(i) : SHARED_FIELD);
            }
        }
        return new DataClaims(byDataset, fields);
    }

    /** Paths of the data sets that need files and have no claim. */
    static List<String> missing(MLFDRunSpec spec) {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < spec.datasets().size(); i++) {
            Dataset dataset = spec.datasets().get(i);
            if (needsFiles(dataset)
                    && dataset.source().claimName() == null
                    && shared(spec).isEmpty()) {
                missing.add(field(i));
            }
        }
        return missing;
    }

    /** Distinct claims, in the order in which they are named. */
    public Collection<String> claims() {
        return fields.keySet();
    }

    private static boolean needsFiles(Dataset dataset) {
        return dataset.source().imageFolder() != null
                || (dataset.teacher() != null && dataset.teacher().checkpoint() != null);
    }

    private static Optional<String> shared(MLFDRunSpec spec) {
        return Optional.ofNullable(spec.data()).map(MLFDRunSpec.DataVolume::claimName);
    }

    private static String field(int dataset) {
        return "spec.datasets[" + dataset + "].source.claimName";
    }
}
