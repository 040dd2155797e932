package io.mlfd.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.Works;
import org.junit.jupiter.api.Test;

class BuiltInProgramsTest {
    /** Of a program the compiler sees to it that it takes the work in whose place it stands. */
    @Test
    void everyWorkHasAProgram() {
        assertThat(new ClassFileImporter().importClass(BuiltInPrograms.class).getReferencedClassObjects())
                .extracting(ReferencedClassObject::getRawType)
                .filteredOn(type -> type.isAssignableTo(StageWork.class))
                .extracting(type -> type.getName())
                .containsExactlyInAnyOrderElementsOf(
                        Works.ALL.stream().map(Class::getName).toList());
    }
}
