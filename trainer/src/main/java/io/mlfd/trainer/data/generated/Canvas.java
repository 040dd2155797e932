package io.mlfd.trainer.data.generated;

import io.mlfd.trainer.random.RandomStream;

/** S x S pixels to draw on; the image spans -1 to 1 in both directions, y points down. */
final class Canvas {

    private static final int CHANNELS = 3;
    private static final double WHITE = 255;

    private final int size;
    private final double[] values;

    /** What colour a place has. */
    @FunctionalInterface
    interface Paint {
        Colour at(double x, double y);
    }

    Canvas(int size) {
        this.size = size;
        this.values = new double[size * size * CHANNELS];
    }

    /** Colours every pixel by its centre. */
    void fill(Paint paint) {
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                blend(row, column, paint.at(centre(column), centre(row)), 1);
            }
        }
    }

    /** Draws a figure with edges one pixel soft. */
    void draw(Outline outline, Colour colour) {
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                double cover = coverage(outline.distance(centre(column), centre(row)));
                if (cover > 0) {
                    blend(row, column, colour, cover);
                }
            }
        }
    }

    /** How much of a pixel lies inside an edge at that distance: 0 to 1. */
    double coverage(double distance) {
        return Math.max(0, Math.min(1, 0.5 - distance * size / 2));
    }

    /** Adds noise of triangular distribution to every value. */
    void noise(double amplitude, RandomStream random) {
        for (int i = 0; i < values.length; i++) {
            values[i] += amplitude * (random.nextDouble() + random.nextDouble() - 1);
        }
    }

    /** S x S x 3 bytes: rows from the top, pixels from the left, red, green, blue. */
    byte[] toBytes() {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) (int) (Math.max(0, Math.min(1, values[i])) * WHITE + 0.5);
        }
        return bytes;
    }

    private double centre(int pixel) {
        return (2 * pixel + 1) / (double) size - 1;
    }

    private void blend(int row, int column, Colour colour, double share) {
        int i = (row * size + column) * CHANNELS;
        values[i] += (colour.red() - values[i]) * share;
        values[i + 1] += (colour.green() - values[i + 1]) * share;
        values[i + 2] += (colour.blue() - values[i + 2]) * share;
    }
}
