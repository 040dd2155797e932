package io.mlfd.trainer.check;

import io.mlfd.contract.ControlCharacters;
import io.mlfd.trainer.check.SetReport.ClassCount;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report in words: what fits on a terminal, and the whole list. */
public final class CheckText {
    private static final int PROBLEMS_SHOWN = 10;
    private static final int NOTES_SHOWN = 5;

    private final CheckReport report;

    public CheckText(CheckReport report) {
        this.report = report;
    }

    /** For a terminal: a line a data set, and below it what is wrong and what is odd, the first of each. */
    public List<String> lines() {
        return report.sets().stream()
                .flatMap(set -> Stream.of(
                                Stream.of("data     " + heading(set)),
                                some("bad      ", set.problems(), PROBLEMS_SHOWN),
                                some(
                                        "note     ",
                                        set.notes().stream().map(Note::text).toList(),
                                        NOTES_SHOWN))
                        .flatMap(lines -> lines))
                .map(ControlCharacters::escaped)
                .toList();
    }

    /** Whether {@link #list} has more to say than {@link #lines}. */
    public boolean isCut() {
        return report.sets().stream()
                .anyMatch(set -> set.problems().size() > PROBLEMS_SHOWN
                        || set.notes().size() > NOTES_SHOWN
                        || set.notes().stream().anyMatch(note -> note.all().size() > 1));
    }

    /** The sum of it. {@code list}: where the whole list lies, where it was written */
    public String summary(Optional<String> list) {
        return "checked  " + count(report.sets().size(), "data set") + ", " + count(report.images(), "image") + ": "
                + (report.problems() == 0 ? "no problem" : count(report.problems(), "problem"))
                + (report.notes() == 0 ? "" : ", " + count(report.notes(), "note"))
                + list.map(file -> "; the whole list is in " + file).orElse("");
    }

    /** Everything, with the images of every class, as a text of lines. */
    public String list() {
        List<String> lines = new ArrayList<>();
        for (SetReport set : report.sets()) {
            lines.add(heading(set));
            set.problems().forEach(problem -> lines.add("  problem: " + problem));
            for (Note note : set.notes()) {
                lines.add("  note: " + note.text());
                note.all().forEach(line -> lines.add("    " + line));
            }
            set.classes().forEach(count -> lines.add("  class " + count(count)));
            lines.add("");
        }
        return lines.stream().map(ControlCharacters::escaped).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String heading(SetReport set) {
        String name = set.dataset() + ", " + set.folder();
        if (set.classes().isEmpty()) {
            return name;
        }
        IntSummaryStatistics train =
                set.classes().stream().mapToInt(ClassCount::train).summaryStatistics();
        int validation = set.classes().stream().mapToInt(ClassCount::validation).sum();
        return name + ": " + set.classes().size() + (set.classes().size() == 1 ? " class, " : " classes, ")
                + train.getSum() + " train, " + (validation == 0 ? "" : validation + " validation, ")
                + count(set.classes().stream().mapToInt(ClassCount::test).sum(), "test image") + "; "
                + (train.getMin() == train.getMax()
                        ? train.getMin() + " of train a class"
                        : train.getMin() + " to " + train.getMax() + " of train a class");
    }

    private static String count(ClassCount count) {
        return count.name() + ": " + count.train() + " train, "
                + (count.validation() == 0 ? "" : count.validation() + " validation, ") + count.test() + " test";
    }

    private static Stream<String> some(String word, List<String> all, int most) {
        Stream<String> first = all.stream().limit(most);
        Stream<String> lines =
                all.size() > most ? Stream.concat(first, Stream.of("and " + (all.size() - most) + " more")) : first;
        return lines.map(word::concat);
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
