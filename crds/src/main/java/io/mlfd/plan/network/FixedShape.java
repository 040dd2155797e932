package io.mlfd.plan.network;

/** A network that comes in one width, since its channels are a list and not multiples of a number. */
public interface FixedShape extends LayeredShape {
    @Override
    default int width() {
        return defaultWidth();
    }

    @Override
    default int stem() {
        return width();
    }

    @Override
    default boolean hasWidths() {
        return false;
    }

    @Override
    default NetworkShape withWidth(int width) {
        return same("width", width);
    }

    @Override
    default NetworkShape withStem(int stem) {
        return same("stem", stem);
    }

    private NetworkShape same(String what, int value) {
        if (value != width()) {
            throw new IllegalArgumentException(
                    what + ": " + value + " cannot be, " + name() + " comes in one width (" + width() + ")");
        }
        return this;
    }
}
