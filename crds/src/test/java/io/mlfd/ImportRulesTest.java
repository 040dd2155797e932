package io.mlfd;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

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
}
