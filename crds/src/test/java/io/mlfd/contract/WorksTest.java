package io.mlfd.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.mlfd.api.CifarLabels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WorksTest {
    @Test
    void everyWorkIsListedUnderANameOfItsOwn() {
        Set<String> written = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.mlfd.contract").stream()
                        .filter(type -> type.isAssignableTo(StageWork.class) && !type.isInterface())
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());
        assertThat(Works.ALL.stream().map(Class::getName)).containsExactlyInAnyOrderElementsOf(written);
        assertThat(Works.ALL.stream()
                        .map(work -> work.getAnnotation(JsonTypeName.class).value()))
                .doesNotHaveDuplicates();
    }

    @Test
    void kindsOfSourcesAndSchedulesSurviveTheirJson() {
        ContractJson json = new ContractJson();
        Map<Class<?>, DataSource> sources = Map.of(
                DataSource.ImageFolder.class,
                        new DataSource.ImageFolder(
                                "a",
                                List.of(),
                                OptionalInt.of(3),
                                OptionalInt.empty(),
                                OptionalDouble.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                DataSource.Generated.class,
                        new DataSource.Generated(
                                io.mlfd.api.GeneratedKind.SHAPES, List.of(), 1, 2, OptionalDouble.of(0.5)));
        assertThat(DataSource.class.getPermittedSubclasses()).containsExactlyInAnyOrderElementsOf(sources.keySet());
        sources.values().forEach(source -> assertThat(json.read(json.write(source), DataSource.class))
                .isEqualTo(source));
        Map<Class<?>, ImageLayout> layouts = Map.of(
                ImageLayout.Index.class,
                        new ImageLayout.Index(
                                "a.csv",
                                Optional.of("b"),
                                "path",
                                "label",
                                Optional.of("fold"),
                                OptionalDouble.of(0.2)),
                ImageLayout.Names.class, new ImageLayout.Names("{label}_{#}.jpg"),
                ImageLayout.Cifar.class, new ImageLayout.Cifar(Optional.of(CifarLabels.COARSE)),
                ImageLayout.Idx.class, new ImageLayout.Idx(Optional.empty()),
                ImageLayout.Shards.class,
                        new ImageLayout.Shards(
                                "train-*.tar", Optional.of("val.tar"), Optional.of("t/*"), OptionalDouble.empty()));
        assertThat(ImageLayout.class.getPermittedSubclasses()).containsExactlyInAnyOrderElementsOf(layouts.keySet());
        layouts.values().forEach(layout -> assertThat(json.read(json.write(layout), ImageLayout.class))
                .isEqualTo(layout));
        Map<Class<?>, Training.Schedule> schedules = Map.of(
                Training.Constant.class, new Training.Constant(),
                Training.Step.class, new Training.Step(List.of(0.5), 0.1),
                Training.Cosine.class, new Training.Cosine(0.1),
                Training.OneCycle.class, new Training.OneCycle(0.3));
        assertThat(Training.Schedule.class.getPermittedSubclasses())
                .containsExactlyInAnyOrderElementsOf(schedules.keySet());
        schedules.values().forEach(schedule -> assertThat(json.read(json.write(schedule), Training.Schedule.class))
                .isEqualTo(schedule));
    }
}
