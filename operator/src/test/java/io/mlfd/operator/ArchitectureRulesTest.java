package io.mlfd.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

/** Who may know what. */
class ArchitectureRulesTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.mlfd");

    @Test
    void seeingAndBuildingArePure() {
        noClasses()
                .that()
                .resideInAnyPackage("..operator.observe..", "..operator.build..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(KubernetesClient.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.fabric8.kubernetes.client.dsl..",
                        "io.fabric8.kubernetes.client.informers..",
                        "io.javaoperatorsdk..",
                        "io.quarkus..",
                        "..operator.act..",
                        "java.nio.file..")
                .orShould()
                .accessClassesThat()
                .areAssignableTo(java.time.Clock.class)
                .check(CLASSES);
    }

    @Test
    void onlyActHoldsAClient() {
        noClasses()
                .that()
                .resideInAPackage("io.mlfd..")
                .and()
                .resideOutsideOfPackages("..operator.act..")
                .and()
                .doNotHaveSimpleName("OperatorConfiguration")
                .and()
                .doNotHaveSimpleName("Leadership")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(KubernetesClient.class)
                .check(CLASSES);
    }

    @Test
    void theConsoleReadsMemoryOnly() {
        noClasses()
                .that()
                .resideInAPackage("..operator.console..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8.kubernetes.client.dsl..", "io.javaoperatorsdk..", "..operator.act..")
                .check(CLASSES);
    }

    @Test
    void theBrainKnowsNoHand() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.mlfd.api..", "io.mlfd.plan..", "io.mlfd.run..", "io.mlfd.contract..", "io.mlfd.status..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.mlfd.operator..", "io.quarkus..", "io.javaoperatorsdk..")
                .check(CLASSES);
    }
}
