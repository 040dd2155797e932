package io.mlfd.trainer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.mlfd.plan.Methods;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a part of the trainer may know. One instance, because reading all classes takes seconds. */
@TestInstance(Lifecycle.PER_CLASS)
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
    void nobodyLeavesTheDeviceToTheLibrary() {
        noClasses()
                .should()
                .callMethod(Engine.class, "newBaseManager")
                .orShould()
                .callMethod(NDManager.class, "newBaseManager")
                .orShould()
                .callMethod(NDManager.class, "newBaseManager", String.class)
                .orShould()
                .callMethod(Engine.class, "defaultDevice")
                .because("it would be a GPU wherever one is found, and the result's bits those of another device")
                .check(trainer);
    }

    @Test
    void onlyTheCommandLineKnowsQuarkus() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("cli"))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.quarkus..", "picocli..").and(not(resideInAPackage("io.quarkus.qute.."))))
                .because("everything else also runs without a container")
                .allowEmptyShould(true)
                .check(trainer);
    }

    @Test
    void nobodyElseTalksToACluster() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("cli.kubectl"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8.kubernetes.client.dsl..", "io.fabric8.kubernetes.client.http..")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("KubernetesClient")
                .because("a stage has no credentials and asks nobody for any")
                .check(trainer);
    }

    @Test
    void onlyTheReportsPageKnowsTheTemplateEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("report.page"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.quarkus.qute..")
                .because("the engine is a library of its own, which needs no container, and nothing else is markup")
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

    @Test
    void theTrainingLoopKnowsNeitherStagesNorImages() {
        noClasses()
                .that()
                .resideInAPackage(in("loop"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("stage"), in("supervised"), in("method"), in("cache"), in("cli"), in("local"))
                .because("what a training needs of a stage is its host, and what it trains is a learner")
                .check(trainer);
    }

    /** Tests too: what they differentiate would be wrong now and then, whatever they test. */
    @Test
    void noPlainNumberEntersWhatIsDifferentiated() {
        JavaClasses differentiated = new ClassFileImporter()
                .importPackages(Stream.of("loss", "nn", "optim", "loop", "supervised", "method")
                        .map(ROOT::concat)
                        .toList());
        noClasses()
                .should()
                .accessTargetWhere(target(DescribedPredicate.describe(
                        "combines a tensor with a plain number", ArchitectureRulesTest::takesANumber)))
                .because(
                        "DJL closes the temporary tensor that it makes of the number at once, and a backward pass would"
                                + " read freed memory: create the factor in the scope's manager, x.mul(scope.create(2f)) in the"
                                + " place of x.mul(2)")
                .check(differentiated);
    }

    @Test
    void storageKnowsBytesAndNamesOnly() {
        classes()
                .that()
                .resideInAPackage(in("storage"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.mlfd.contract..", in("failure"), in("storage"))
                .because("how a file comes to the disk does not depend on what is in it")
                .check(trainer);
    }

    @Test
    void tensorFilesAndCachesStandOnStorage() {
        classes()
                .that()
                .resideInAPackage(in("checkpoint"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "ai.djl..",
                        "com.fasterxml.jackson.core..",
                        "io.mlfd.contract..",
                        in("failure"),
                        in("storage"),
                        in("checkpoint"))
                .because("a format of tensors knows neither networks nor stages")
                .check(trainer);
        classes()
                .that()
                .resideInAPackage(in("cache"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "ai.djl..",
                        "com.fasterxml.jackson.annotation..",
                        "io.mlfd.contract..",
                        in("failure"),
                        in("data"),
                        in("storage"),
                        in("cache"))
                .because("which networks a cache is of is its caller's to say")
                .check(trainer);
    }

    @Test
    void formatsOfDataSetsKnowNoDataSets() {
        classes()
                .that()
                .resideInAPackage(in("data.layout"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "com.fasterxml.jackson..", in("data.layout"))
                .because("what stands in a file does not depend on what is made of it")
                .check(trainer);
    }

    @Test
    void onlyStorageWritesFiles() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("storage"), in("local"), in("cli"))
                .should()
                .accessTargetWhere(
                        target(DescribedPredicate.describe("writes files", ArchitectureRulesTest::writesFiles)))
                .because("every other file appears whole or not at all, and a test can make any write fail:"
                        + " write it with WholeFiles")
                .check(trainer);
    }

    static List<String> methods() {
        return Methods.ALL.stream()
                .map(method -> method.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** A method is one package: {@code src/docs/extend} promises that another can be added without an edit. */
    @ParameterizedTest
    @MethodSource("methods")
    void onlyTheListKnowsAMethod(String method) {
        assertThat(trainer).as("what is called by the method's name").anyMatch(type -> type.getPackageName()
                .equals(ROOT + "method." + method));
        noClasses()
                .that()
                .resideOutsideOfPackage(in("method." + method))
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "BuiltInPrograms")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "BuiltInPrograms$Entry")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(in("method." + method), "io.mlfd.contract." + method + "..")
                .because("what is known of a method elsewhere has to be edited for every other one")
                .check(trainer);
    }

    private static boolean takesANumber(AccessTarget target) {
        JavaClass owner = target.getOwner();
        // The bounds of clip stay numbers all the way down.
        return target instanceof CodeUnitAccessTarget method
                && Stream.of(NDArray.class, NDArrays.class, NDArrayEx.class).anyMatch(owner::isAssignableTo)
                && method.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Number.class))
                && !method.getName().equals("clip");
    }

    private static boolean writesFiles(AccessTarget target) {
        JavaClass owner = target.getOwner();
        if (owner.isAssignableTo(Files.class)) {
            return Stream.of("write", "newOutput", "newBufferedWriter", "newByte", "move", "copy", "delete", "create")
                    .anyMatch(target.getName()::startsWith);
        }
        if (owner.isAssignableTo(StandardOpenOption.class)) {
            return !target.getName().equals("READ");
        }
        return Stream.of(FileOutputStream.class, FileWriter.class, RandomAccessFile.class)
                .anyMatch(owner::isAssignableTo);
    }

    private static String in(String name) {
        return ROOT + name + "..";
    }
}
