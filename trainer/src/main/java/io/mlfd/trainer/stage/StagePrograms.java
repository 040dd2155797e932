package io.mlfd.trainer.stage;

import io.mlfd.contract.StageWork;

/** Which program carries out which work. */
@FunctionalInterface
public interface StagePrograms {
    StageProgram of(StageWork work);
}
