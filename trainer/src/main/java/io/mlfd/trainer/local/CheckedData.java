package io.mlfd.trainer.local;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.VersionedJson;
import io.mlfd.trainer.check.CheckReport;
import io.mlfd.trainer.check.CheckText;
import io.mlfd.trainer.check.DataCheck;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.FileStamp;
import io.mlfd.trainer.data.KnownImages;
import io.mlfd.trainer.stage.DataRecords;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.StoredJson;
import io.mlfd.trainer.storage.WholeFiles;
import io.mlfd.trainer.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks into every image of a run's folders before its first stage, and not again as long as no file shows a change. What a stage
 * would have to find out of the files is left for it, so that each is read and decoded once.
 */
public final class CheckedData implements DataInspection {
    static final String LIST = "check.txt";
    static final String RECORD = "check.json";

    private static final StoredJson<CheckRecord> RECORDS =
            new StoredJson<>(VersionedJson.of(CheckRecord.class, CheckRecord.VERSION), 1 << 16);

    private final WholeFiles files;
    private final ListedData listed;
    private final String program;
    private final StopRequests stops;
    private final InstantSource clock;
    private final Ticker ticker;
    private final int threads;

    /**
     * @param program its version: what another one found good is looked at again
     * @param threads that decode at once
     */
    public CheckedData(
            WholeFiles files,
            ListedData listed,
            String program,
            StopRequests stops,
            InstantSource clock,
            Ticker ticker,
            int threads) {
        this.files = files;
        this.listed = listed;
        this.clock = clock;
        this.program = program;
        this.stops = stops;
        this.ticker = ticker;
        this.threads = threads;
    }

    @Override
    public void inspect(LocalRun run, RunFolder folder, Consumer<String> lines) {
        Map<String, DataCheck.Folder> folders = listed.of(run);
        if (folders.isEmpty()) {
            return;
        }
        Map<String, FileStamp> stamps = stamps(folders);
        Optional<String> stamp =
                Optional.of(stamps).filter(all -> all.size() == folders.size()).map(this::stamp);
        Optional<CheckRecord> before = record(folder);
        if (before.isPresent() && before.map(CheckRecord::stamp).equals(stamp)) {
            lines.accept(before.get().summary() + "; nothing has changed since");
            return;
        }
        Instant now = clock.instant();
        DataCheck.Outcome outcome = new DataCheck(threads, this::stopped, new CheckProgress(ticker, lines)).of(folders);
        tell(new CheckText(outcome.report()), outcome.report(), folder, stamp, lines);
        DataRecords records = new DataRecords(folder.path(), files, lines);
        stamps.forEach((name, looks) -> {
            Optional<KnownImages> known = Optional.ofNullable(outcome.known().get(name));
            // A change within the clock's grain need not show: what was changed just now is read again by a stage.
            if (known.isPresent() && looks.showsChangesAfter(now)) {
                folders.get(name).size().ifPresent(size -> records.write(name, looks, known.get(), size));
            }
        });
    }

    private void tell(
            CheckText text, CheckReport report, RunFolder folder, Optional<String> stamp, Consumer<String> lines) {
        text.lines().forEach(lines);
        Path list = folder.path().resolve(LIST);
        files.write(list, WholeFiles.Content.of(text.list()));
        String summary = text.summary(Optional.of(list.toString()));
        lines.accept(summary);
        if (report.problems() > 0) {
            files.delete(folder.path().resolve(RECORD));
            throw new LocalRunException(
                    ExitCode.BAD_INPUT,
                    "the data cannot be used, and nothing was started: " + report.problems()
                            + (report.problems() == 1 ? " problem is" : " problems are") + " listed in " + list);
        }
        stamp.ifPresent(known -> files.write(
                folder.path().resolve(RECORD),
                WholeFiles.Content.of(
                        new ContractJson().write(new CheckRecord(CheckRecord.VERSION, known, summary)) + "\n")));
    }

    /** By data set; without those that cannot even be listed, which the check then says. */
    private Map<String, FileStamp> stamps(Map<String, DataCheck.Folder> folders) {
        Map<String, FileStamp> stamps = new LinkedHashMap<>();
        folders.forEach((name, folder) -> {
            try {
                ListedData.listing(folder).ifPresent(listing -> stamps.put(name, listing.stamp(this::stopped)));
            } catch (BadInputException e) {
                // The check comes to the same file.
            }
        });
        return stamps;
    }

    private String stamp(Map<String, FileStamp> all) {
        StringBuilder stamps = new StringBuilder(program);
        all.forEach(
                (name, looks) -> stamps.append('\n').append(name).append('\n').append(looks.hexadecimal()));
        byte[] text = stamps.toString().getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(FileDigest.newSha256().digest(text));
    }

    /** What another release wrote, or nobody can read, is as good as none. */
    private Optional<CheckRecord> record(RunFolder folder) {
        Path file = folder.path().resolve(RECORD);
        return files.stored().exists(file) ? RECORDS.read(files.stored(), file).exact() : Optional.empty();
    }

    private boolean stopped() {
        return stops.count() > 0;
    }
}
