package io.mlfd.trainer.report;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.VersionedJson;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.report.page.ReportPage;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.StoredJson;
import io.mlfd.trainer.storage.WholeFiles;
import io.mlfd.trainer.storage.WholeFiles.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The two files of a report, which lie in the run's folder and not in that of a stage: the data, and the page of them. */
public final class ReportFiles {
    private static final StoredJson<ReportData> DATA =
            new StoredJson<>(VersionedJson.of(ReportData.class, ReportData.VERSION), 256L << 20);

    private final WholeFiles files;
    private final Path json;
    private final Path page;

    /** @param run folder of the run */
    public ReportFiles(WholeFiles files, Path run) {
        this.files = files;
        this.json = run.resolve(VolumeLayout.REPORT_DATA);
        this.page = run.resolve(VolumeLayout.REPORT_PAGE);
    }

    public Path page() {
        return page;
    }

    /**
     * The page comes last: where it is, its data are too.
     *
     * @throws io.mlfd.trainer.storage.StorageException naming the file, when the storage is full or cannot be written
     */
    public void write(ReportData data) {
        files.createFolders(json.getParent());
        files.removeLeftovers(json.getParent());
        files.write(json, Content.of(new ContractJson().write(data)));
        files.write(page, Content.of(new ReportPage(data).html()));
    }

    /** Whether both files are there and are those of such data, whenever they were written. */
    public boolean hold(ReportData data) {
        if (!files.stored().exists(json) || !files.stored().exists(page)) {
            return false;
        }
        return DATA.read(files.stored(), json)
                .exact()
                .filter(found -> found.equals(data.writtenAt(found.written())))
                .filter(found -> files.stored().digest(page).equals(digest(new ReportPage(found).html())))
                .isPresent();
    }

    private static FileDigest digest(String text) {
        try {
            return FileDigest.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("memory is read without fail", e);
        }
    }
}
