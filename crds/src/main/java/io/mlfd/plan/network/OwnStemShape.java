package io.mlfd.plan.network;

/** A network of any width whose stem is always as wide as its first stage. */
public interface OwnStemShape extends LayeredShape {
    @Override
    default int stem() {
        return width();
    }

    @Override
    default boolean hasStems() {
        return false;
    }

    @Override
    default NetworkShape withStem(int stem) {
        if (stem != width()) {
            throw new IllegalArgumentException(
                    "stem: " + stem + " cannot be, " + name() + " has one as wide as its first stage");
        }
        return this;
    }
}
