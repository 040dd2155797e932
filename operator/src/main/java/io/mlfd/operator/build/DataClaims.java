package io.mlfd.operator.build;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where data sets are read from, as far as any stage reads files of them.
 *
 * @param byDataset per data set the claim; none for data sets that no stage needs files of
 * @param fields per claim the field of the run that names it first
 * @param missing fields of the data sets that need files and have no claim
 */
public record DataClaims(Map<String, String> byDataset, Map<String, String> fields, List<String> missing) {
    private static final String SHARED_FIELD = "spec.data.claimName";

    public static DataClaims of(MLFDRunSpec spec, Plan plan) {
        Set<String> needed = plan.stages().stream()
                .flatMap(stage -> stage.work().datasetsWithFiles().stream())
                .collect(Collectors.toSet());
        Map<String, String> byDataset = new LinkedHashMap<>();
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < spec.datasets().size(); i++) {
            Dataset dataset = spec.datasets().get(i);
            String own = dataset.source().claimName();
            Optional<String> claim = own != null ? Optional.of(own) : shared(spec);
            String field = "spec.datasets[" + i + "].source.claimName";
            if (needed.contains(dataset.name()) && claim.isPresent()) {
                byDataset.put(dataset.name(), claim.get());
                fields.putIfAbsent(claim.get(), own != null ? field : SHARED_FIELD);
            } else if (needed.contains(dataset.name())) {
                missing.add(field);
            }
        }
        return new DataClaims(byDataset, fields, missing);
    }

    /** Per data set that a stage needs files of, the claim. */
    public Map<String, String> of(Stage stage) {
        Map<String, String> claims = new LinkedHashMap<>(byDataset);
        claims.keySet().retainAll(stage.work().datasetsWithFiles());
        return claims;
    }

    private static Optional<String> shared(MLFDRunSpec spec) {
        return Optional.ofNullable(spec.data()).map(MLFDRunSpec.DataVolume::claimName);
    }
}
