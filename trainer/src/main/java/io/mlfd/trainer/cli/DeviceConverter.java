package io.mlfd.trainer.cli;

import io.mlfd.contract.DeviceChoice;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A device under the name that it has in run files. */
final class DeviceConverter implements ITypeConverter<DeviceChoice> {
    @Override
    public DeviceChoice convert(String text) {
        return Arrays.stream(DeviceChoice.values())
                .filter(device -> device.label().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("\"" + text + "\" is none of "
                        + Arrays.stream(DeviceChoice.values())
                                .map(DeviceChoice::label)
                                .collect(Collectors.joining(", "))));
    }
}
