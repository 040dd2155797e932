package io.mlfd.trainer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * One {@code --set PATH=VALUE}.
 *
 * @param path as typed, as in {@code spec.datasets[0].source.trainPerClass}
 * @param steps from the document's root
 * @param value YAML
 */
record Edit(String path, List<Step> steps, String value) {
    private static final Pattern PART = Pattern.compile("([A-Za-z][A-Za-z0-9_/.-]*?)((?:\\[[0-9]{1,4}\\])*)");
    private static final Pattern INDEX = Pattern.compile("\\[([0-9]{1,4})\\]");

    Edit {
        steps = List.copyOf(steps);
    }

    /** A field of a mapping, or an entry of a list. */
    sealed interface Step {
        record Field(String name) implements Step {}

        record Entry(int index) implements Step {}
    }

    static Edit parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new TypeConversionException("\"" + text + "\" is no PATH=VALUE, as in spec.training.epochs=3");
        }
        String path = text.substring(0, equals);
        List<Step> steps = new ArrayList<>();
        for (String part : path.split("\\.", -1)) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "\"" + path + "\" is no path, as in spec.datasets[0].source.trainPerClass");
            }
            steps.add(new Step.Field(matcher.group(1)));
            Matcher indices = INDEX.matcher(matcher.group(2));
            while (indices.find()) {
                steps.add(new Step.Entry(Integer.parseInt(indices.group(1))));
            }
        }
        return new Edit(path, steps, text.substring(equals + 1));
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<Edit> {
        @Override
        public Edit convert(String text) {
            return parse(text);
        }
    }
}
