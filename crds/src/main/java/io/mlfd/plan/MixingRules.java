package io.mlfd.plan;

import io.mlfd.api.AugmentationSpec;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.TrainingSpec;
import io.mlfd.plan.NetworkTrainingRules.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Trainings that cannot take mixed images: whoever has a loss that compares an image with what is known of it alone says so. */
public final class MixingRules {
    private final MLFDRunSpec spec;
    private final List<Problem> problems = new ArrayList<>();

    MixingRules(MLFDRunSpec spec) {
        this.spec = spec;
    }

    /**
     * Images of a training must not be mixed.
     *
     * @param why not, and what to do
     * @param mostSpecificFirst its settings over those of the run; augmentation is taken whole
     */
    public void refuse(String why, Settings... mostSpecificFirst) {
        Settings general = new Settings("spec.training", Optional.ofNullable(spec.training()));
        Stream.concat(Stream.of(mostSpecificFirst), Stream.of(general))
                .filter(settings ->
                        settings.training().map(TrainingSpec::augmentation).isPresent())
                .findFirst()
                .ifPresent(settings -> refuse(
                        why,
                        settings.path() + ".augmentation",
                        settings.training().orElseThrow().augmentation()));
    }

    private void refuse(String why, String path, AugmentationSpec augmentation) {
        if (augmentation.mixup() != null) {
            problems.add(new Problem(path + ".mixup", why));
        }
        if (augmentation.cutMix() != null) {
            problems.add(new Problem(path + ".cutMix", why));
        }
    }

    List<Problem> problems() {
        // What several trainings take from one level is told once.
        return problems.stream().distinct().toList();
    }
}
