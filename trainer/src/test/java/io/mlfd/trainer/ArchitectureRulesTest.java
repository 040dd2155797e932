package io.mlfd.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What a part of the trainer may know. */
class ArchitectureRulesTest {
    private static final String ROOT = "io.mlfd.trainer.";

    private final JavaClasses trainer = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.mlfd.trainer");

    @Test
    void numericalCoreKnowsNothingOfWhatUsesIt() {
        noClasses()
                .that()
                .resideInAnyPackage(in("engine"), in("nn"), in("loss"), in("optim"), in("data"), in("checkpoint"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("method"), in("stage"), in("cli"), in("local"))
                .because("networks, losses, data and files are the same whatever is trained with them")
                .allowEmptyShould(true)
                .check(trainer);
    }

    @Test
    void onlyTheCommandLineKnowsQuarkus() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "picocli..")
                .because("everything else also runs without a container")
                .allowEmptyShould(true)
                .check(trainer);
    }

    @Test
    void methodsDoNotKnowTheCommandLine() {
        noClasses()
                .that()
                .resideInAPackage(in("method"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("cli"), in("local"))
                .allowEmptyShould(true)
                .check(trainer);
    }

    private static String in(String name) {
        return ROOT + name + "..";
    }
}
