package io.mlfd.trainer.cache;

/** IEEE 754 binary16, as its bits. */
final class Half {
    private static final int SIGN = 0x8000;
    private static final int MAGNITUDE = 0x7fff;
    private static final int INFINITY = 0x7c00;
    private static final int QUIET = 0x0200;

    private static final int FLOAT_INFINITY = 0x7f80_0000;
    private static final int FLOAT_MAGNITUDE = 0x7fff_ffff;
    /** 65520, half way between the largest half and what would be the next. */
    private static final int FLOAT_TOO_LARGE = 0x477f_f000;
    /** 2^-14, the smallest half that has all its bits. */
    private static final int FLOAT_SMALLEST_NORMAL = 0x3880_0000;

    /** Bits that a float's fraction has more. */
    private static final int SURPLUS = 13;
    /** 127 - 15, in a float's exponent. */
    private static final int BIAS = 112 << 23;
    /** Its last bit is worth 2^-24, as that of halves without an exponent, so that adding it rounds to one. */
    private static final float HALF_OF_ONE = 0.5f;

    private Half() {}

    /** Rounds to the nearest, in the middle to the even one; infinite from 65520 on. */
    static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & SIGN;
        int magnitude = bits & FLOAT_MAGNITUDE;
        int half;
        if (magnitude > FLOAT_INFINITY) {
            half = INFINITY | QUIET;
        } else if (magnitude >= FLOAT_TOO_LARGE) {
            half = INFINITY;
        } else if (magnitude >= FLOAT_SMALLEST_NORMAL) {
            int odd = magnitude >>> SURPLUS & 1;
            half = (magnitude - BIAS + (1 << (SURPLUS - 1)) - 1 + odd) >>> SURPLUS;
        } else {
            half = Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) + HALF_OF_ONE)
                    - Float.floatToRawIntBits(HALF_OF_ONE);
        }
        return (short) (sign | half);
    }

    static boolean isInfinite(short half) {
        return (half & MAGNITUDE) == INFINITY;
    }
}
