package io.mlfd;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.mlfd.api.MethodSpec;
import io.mlfd.contract.Works;
import io.mlfd.plan.Methods;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The brain is pure: no client, no clock, no file access, and its parts know each other in one direction only. */
class ImportRulesTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.mlfd");

    @Test
    void noEffects() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.nio.file..",
                        "java.net.http..",
                        "io.fabric8.kubernetes.client.dsl..",
                        "io.quarkus..",
                        "ai.djl..")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(classes);
    }

    @Test
    void noCycles() {
        slices().matching("io.mlfd.(run|status|plan)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void machineKnowsNothingOfTheResource() {
        noClasses()
                .that()
                .resideInAPackage("io.mlfd.run..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.mlfd.status..", "io.fabric8..")
                .check(classes);
    }

    static List<String> methods() {
        return Methods.ALL.stream()
                .map(method -> method.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** What a method consists of is told by the lists alone: that is what lets another one be added without an edit. */
    @ParameterizedTest
    @MethodSource("methods")
    void onlyTheListsKnowAMethod(String method) {
        assertThat(classes).as("what is called by the method's name").anyMatch(type -> type.getPackageName()
                .equals("io.mlfd.plan." + method));
        String[] own = {"io.mlfd.api.method..", "io.mlfd.contract." + method + "..", "io.mlfd.plan." + method + ".."};
        noClasses()
                .that()
                .resideOutsideOfPackages(own)
                .and()
                .doNotBelongToAnyOf(MethodSpec.class, Works.class, Methods.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.mlfd.contract." + method + "..", "io.mlfd.plan." + method + "..")
                .check(classes);
    }

    @Test
    void nobodyAsksAWorkForItsClass() {
        noClasses()
                .that()
                .resideInAnyPackage("io.mlfd.api..", "io.mlfd.run..", "io.mlfd.status..", "io.mlfd.result..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.mlfd.contract.*..")
                .check(classes);
    }
}
