package io.mlfd.trainer.local;

import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import java.util.Optional;

/** Recognises finished stages by their files, without a process of their own. */
@FunctionalInterface
public interface FinishedStageLookup {
    /**
     * The report of a stage whose files are complete and whose data and inputs are what they were; empty otherwise.
     *
     * @throws io.mlfd.trainer.storage.StorageException when that cannot be told now
     */
    Optional<StageReport> find(StageOrder order);
}
