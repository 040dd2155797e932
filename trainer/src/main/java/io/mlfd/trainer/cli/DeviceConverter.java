package io.mlfd.trainer.cli;

import io.mlfd.api.DeviceChoice;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A device under the name that it has in run files. */
final class DeviceConverter implements ITypeConverter<DeviceChoice> {
    @Override
    public DeviceChoice convert(String text) {
        return DeviceChoice.named(text)
                .orElseThrow(() -> new TypeConversionException(Stream.of(DeviceChoice.values())
                        .map(DeviceChoice::label)
                        .collect(Collectors.joining(", ", "\"" + text + "\" is none of ", ""))));
    }
}
