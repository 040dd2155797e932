package io.mlfd.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.ReportReader;
import io.mlfd.contract.StageReport;
import io.mlfd.trainer.stage.Orders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in an order, the stage ends as it should and says so in one line. */
class HostileOrderTest {
    @TempDir
    private Path folder;

    private Shell shell;

    @BeforeEach
    void shell() {
        shell = new Shell(folder);
        shell.set(StageReport.PATH_VARIABLE, folder.resolve("report.json").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"version\":1", "\"version\":2"})
    void anEndlessStageNameChangesNoExitCode(String version) throws IOException {
        String name = "a".repeat(StageReport.MAX_BYTES);
        String order = new ContractJson().write(Orders.order(folder, name, Orders.reportWork(List.of())));
        shell.set("MLFD_ORDER", order.replace("\"version\":2", version));

        assertThat(shell.call("stage")).isEqualTo(20);
        Optional<StageReport> report = new ReportReader()
                .read(Files.readString(folder.resolve("report.json")), "", 1, 20)
                .report();
        assertThat(report).isPresent();
        assertThat(shell.err()).doesNotContain("defect");
    }

    @Test
    void anOrderDoesNotSpeakToTheTerminal() {
        String order = new ContractJson().write(Orders.order(folder, "report", Orders.reportWork(List.of())));
        shell.set("MLFD_ORDER", order.replaceFirst("\\{", "{\"x\\\\u001b[2J\\\\ny\":1,"));

        assertThat(shell.call("stage")).isEqualTo(20);
        assertThat(shell.err()).contains("(x\\u001b[2J\\u000ay)").endsWith("\n").hasLineCount(1);
    }

    @Test
    void theNameOfAFileDoesNotSpeakToTheTerminal() {
        assertThat(shell.call("plan", "x\u001b[2J.yaml")).isPositive();
        assertThat(shell.err()).contains("x\\u001b[2J.yaml").doesNotContain("\u001b");
    }
}
