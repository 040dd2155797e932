package io.mlfd.yaml;

/** Small texts that stand for more than a memory holds, for tests. */
public final class YamlBombs {
    private YamlBombs() {}

    /** A mapping of twelve lists, each of ten times the one before: 10<sup>12</sup> letters in the last. */
    public static String billions() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(10)));
        }
        return bomb.toString();
    }
}
