package io.mlfd.trainer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.VolumeLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The losses that a training came to once. Whoever changes the numbers on purpose raises the numerics version and replaces
 * the fixture. The tolerance is for other CPUs.
 */
public final class PinnedCurve {
    private static final double TOLERANCE = 2e-3;

    private PinnedCurve() {}

    /**
     * Compares every epoch's mean loss.
     *
     * @param folder of the finished stage
     * @param fixture file under {@code fixtures/}, a loss a line
     */
    public static void assertLosses(Path folder, String fixture) throws IOException {
        List<Double> seen = new ContractJson()
                .read(Files.readString(folder.resolve(VolumeLayout.RESULT)), StageResult.class).curve().stream()
                        .map(StageResult.Epoch::loss)
                        .toList();
        String lines = String.join(
                "\n",
                seen.stream()
                        .map(loss -> String.format(Locale.ROOT, "%.6f", loss))
                        .toList());
        List<Double> expected = read(fixture);
        assertThat(seen).as("losses:%n%s", lines).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(seen.get(i))
                    .as("epoch %d of losses%n%s", i + 1, lines)
                    .isCloseTo(expected.get(i), within(TOLERANCE));
        }
    }

    private static List<Double> read(String fixture) throws IOException {
        try (InputStream in = PinnedCurve.class.getResourceAsStream("/fixtures/" + fixture)) {
            assertThat(in).as("fixtures/" + fixture).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Double::valueOf)
                    .toList();
        }
    }
}
