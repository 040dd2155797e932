package io.mlfd.trainer.local;

import io.mlfd.contract.ContractJson;

/**
 * What a runner writes to a process that carries out one stage after another: a line of JSON for each.
 *
 * @param answer what the process is to end a line with behind all else that it says of this stage, once it is done; nothing
 *     that a stage says of its data can be this by chance or on purpose
 * @param report file that the stage leaves its report in
 * @param order as JSON
 */
public record StageCall(String answer, String report, String order) {
    private static final ContractJson JSON = new ContractJson();

    String line() {
        return JSON.write(this);
    }

    static StageCall of(String line) {
        return JSON.read(line, StageCall.class);
    }
}
