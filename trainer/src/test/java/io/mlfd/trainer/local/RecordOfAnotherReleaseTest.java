package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.ExitCode;
import io.mlfd.run.RunState;
import io.mlfd.status.StatusWriter;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.Seal;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody is told to remove what a later release can still read. */
class RecordOfAnotherReleaseTest {
    @TempDir
    private Path path;

    private RunFolder folder;
    private String written;

    @BeforeEach
    void write() throws IOException {
        folder = new RunFolder(path, new WholeFiles(Disk.local()));
        LocalRun run = Runs.small();
        RunIdentity identity = RunIdentity.of(run.run());
        folder.write(RunRecord.of(
                identity,
                new StatusWriter((stage, attempt) -> "", path.toString())
                        .write(run.plan(), run.policy(), RunState.initial(run.plan()), 1, List.of(), Instant.EPOCH)));
        assertThat(folder.record()).isPresent();
        written = Files.readString(path.resolve(RunFolder.RECORD));
    }

    @Test
    void noBitOfItCanBeAnotherOne() throws IOException {
        byte[] whole = written.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < whole.length - 1; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % Byte.SIZE);
            Files.write(path.resolve(RunFolder.RECORD), flipped);

            assertThatThrownBy(folder::record)
                    .as("byte %s", at)
                    .isInstanceOf(LocalRunException.class)
                    .hasMessageContaining(RunFolder.RECORD);
        }
    }

    @Test
    void oneWithoutASealIsRead() throws IOException {
        replace(written.replaceFirst("\"seal\":\"[0-9a-f]*\",", ""));

        assertThat(folder.record().orElseThrow().seal()).isEmpty();
    }

    /** A status gets fields from release to release, and what is absent in a resource is null. */
    @Test
    void oneOfAReleaseThatHadFewerFieldsIsRead() throws IOException {
        ContractJson json = new ContractJson();
        ObjectNode earlier = json.read(written, ObjectNode.class);
        earlier.remove("seal");
        ObjectNode status = (ObjectNode) earlier.get("status");
        assertThat(status.remove("rerun")).isNotNull();
        for (JsonNode stage : status.get("stages")) {
            assertThat(((ObjectNode) stage).remove("imageDigest")).isNotNull();
        }
        String seal = Seal.of(earlier);
        replace(json.write(earlier).replaceFirst("\"status\":", "\"seal\":\"" + seal + "\",\"status\":"));

        RunRecord read = folder.record().orElseThrow();

        assertThat(read.status().stages()).hasSize(status.get("stages").size());
        assertThat(read.status().stages().get(0).imageDigest()).isNull();
        replace(written.replaceFirst("\"status\":\\{", "\"statuq\":{"));
        assertThatThrownBy(() -> folder.record(line -> {})).isInstanceOf(LocalRunException.class);
    }

    @Test
    void anotherVersionIsNotDamaged() throws IOException {
        replace(written.replaceFirst("\"version\":1", "\"version\":2"));

        assertRefused("is of version 2", "go on with the release that wrote it, or use --out DIR");
    }

    @Test
    void fieldsOfALaterReleaseAreNotLost() throws IOException {
        replace(written.replaceFirst("^\\{", "{\"energy\":1,"));

        assertRefused("(energy)", "go on with the release that wrote it, or use --out DIR");
    }

    @Test
    void whoOnlyReadsPassesOverFieldsOfALaterRelease() throws IOException {
        RunRecord known = folder.record().orElseThrow();
        replace(written.replaceFirst("^\\{", "{\"energy\":1,"));
        List<String> lines = new ArrayList<>();

        assertThat(folder.record(lines::add)).contains(known);
        assertThat(lines).singleElement().asString().contains(RunFolder.RECORD, "energy");

        replace(written.replaceFirst("\"version\":1", "\"version\":2"));
        assertThatThrownBy(() -> folder.record(lines::add))
                .isInstanceOf(LocalRunException.class)
                .hasMessageEndingWith("is of version 2, this program reads version 1; use the release that wrote it");
    }

    @Test
    void damageIsCuredByRemoval() throws IOException {
        replace(written.substring(1));

        assertRefused("is damaged (", "remove it and call mlfd run, finished stages are found by their own files");
    }

    private void replace(String text) throws IOException {
        assertThat(text).isNotEqualTo(written);
        Files.writeString(path.resolve(RunFolder.RECORD), text);
    }

    private void assertRefused(String why, String remedy) {
        assertThatThrownBy(() -> folder.record())
                .isInstanceOf(LocalRunException.class)
                .hasMessageStartingWith(path.resolve(RunFolder.RECORD) + ": ")
                .hasMessageContaining(why)
                .hasMessageEndingWith(remedy.endsWith("DIR") ? remedy + " for a folder of its own" : remedy)
                .extracting(e -> ((LocalRunException) e).exit())
                .isEqualTo(ExitCode.BAD_INPUT);
    }
}
