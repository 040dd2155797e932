package io.mlfd.trainer.local;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.VersionedJson;
import io.mlfd.trainer.check.CheckReport;
import io.mlfd.trainer.check.CheckText;
import io.mlfd.trainer.check.DataCheck;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.ImageFolderSource;
import io.mlfd.trainer.data.ImageReading;
import io.mlfd.trainer.data.Links;
import io.mlfd.trainer.stage.DataSetSources;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.StoredJson;
import io.mlfd.trainer.storage.WholeFiles;
import io.mlfd.trainer.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks into every image of a run's folders before its first stage, and not again as long as no file shows a change. */
public final class CheckedData implements DataInspection {
    static final String LIST = "check.txt";
    static final String RECORD = "check.json";

    private static final StoredJson<CheckRecord> RECORDS =
            new StoredJson<>(VersionedJson.of(CheckRecord.class, CheckRecord.VERSION), 1 << 16);

    private final WholeFiles files;
    private final String program;
    private final StopRequests stops;
    private final Ticker ticker;
    private final int threads;

    /**
     * @param program its version: what another one found good is looked at again
     * @param threads that decode at once
     */
    public CheckedData(WholeFiles files, String program, StopRequests stops, Ticker ticker, int threads) {
        this.files = files;
        this.program = program;
        this.stops = stops;
        this.ticker = ticker;
        this.threads = threads;
    }

    @Override
    public void inspect(LocalRun run, RunFolder folder, Consumer<String> lines) {
        Map<String, ImageFolderSource> folders = DataSetSources.imageFolders(
                run.plan().datasets(),
                run.data(),
                ImageReading.inThisProcess(files.stored().disk(), Links.ANYWHERE));
        if (folders.isEmpty()) {
            return;
        }
        long seed = run.plan().stages().get(0).seed();
        Optional<String> stamp = stamp(folders, seed);
        Optional<CheckRecord> before = record(folder);
        if (before.isPresent() && before.map(CheckRecord::stamp).equals(stamp)) {
            lines.accept(before.get().summary() + "; nothing has changed since");
            return;
        }
        CheckReport report = new DataCheck(threads, this::stopped, new CheckProgress(ticker, lines)).of(folders, seed);
        tell(new CheckText(report), report, folder, stamp, lines);
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

    /** Of all folders; empty where one cannot even be listed, which the check then says. */
    private Optional<String> stamp(Map<String, ImageFolderSource> folders, long seed) {
        StringBuilder stamps = new StringBuilder(program);
        try {
            for (Map.Entry<String, ImageFolderSource> folder : folders.entrySet()) {
                stamps.append('\n').append(folder.getKey());
                stamps.append('\n')
                        .append(folder.getValue()
                                .list(seed, this::stopped)
                                .stamp(this::stopped)
                                .hexadecimal());
            }
        } catch (BadInputException e) {
            return Optional.empty();
        }
        byte[] text = stamps.toString().getBytes(StandardCharsets.UTF_8);
        return Optional.of(HexFormat.of().formatHex(FileDigest.newSha256().digest(text)));
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
