package io.mlfd.plan;

import java.util.Optional;

/**
 * A Hadamard matrix: entries 1 and -1, rows orthogonal. Sylvester's doubling of a smaller one where there is one, and otherwise
 * Paley's first (q + 1, q a prime of the form 4k + 3) or second construction (2 (q + 1), q a prime of the form 4k + 1), 1933.
 * There are others; of orders that need these, none is made.
 */
public final class HadamardMatrix {
    private static final int FORM = 4;

    private final int[][] entries;

    private HadamardMatrix(int[][] entries) {
        this.entries = entries;
    }

    /** One of an order, always the same; empty where none is made. */
    public static Optional<HadamardMatrix> of(int order) {
        return made(order).map(HadamardMatrix::new);
    }

    public int order() {
        return entries.length;
    }

    /** 1 or -1. */
    public int entry(int row, int column) {
        return entries[row][column];
    }

    private static Optional<int[][]> made(int order) {
        if (order == 1) {
            return Optional.of(new int[][] {{1}});
        }
        if (order < 1 || order % 2 != 0) {
            return Optional.empty();
        }
        Optional<int[][]> half = made(order / 2);
        if (half.isPresent()) {
            return half.map(HadamardMatrix::doubled);
        }
        if (isPrime(order - 1) && (order - 1) % FORM == FORM - 1) {
            return Optional.of(first(order - 1));
        }
        int q = order / 2 - 1;
        return order % FORM == 0 && isPrime(q) && q % FORM == 1 ? Optional.of(second(q)) : Optional.empty();
    }

    private static int[][] doubled(int[][] half) {
        int n = half.length;
        int[][] whole = new int[2 * n][2 * n];
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
                int entry = half[row][column];
                whole[row][column] = entry;
                whole[row][column + n] = entry;
                whole[row + n][column] = entry;
                whole[row + n][column + n] = -entry;
            }
        }
        return whole;
    }

    /** I + S, where S is skew. */
    private static int[][] first(int q) {
        int[][] matrix = bordered(q, -1);
        for (int i = 0; i <= q; i++) {
            matrix[i][i] = 1;
        }
        return matrix;
    }

    /** A symmetric conference matrix with a two by two block in the place of each entry. */
    private static int[][] second(int q) {
        int[][] conference = bordered(q, 1);
        int[][] matrix = new int[2 * (q + 1)][2 * (q + 1)];
        for (int i = 0; i <= q; i++) {
            for (int j = 0; j <= q; j++) {
                int entry = conference[i][j];
                boolean zero = entry == 0;
                matrix[2 * i][2 * j] = zero ? 1 : entry;
                matrix[2 * i][2 * j + 1] = zero ? -1 : entry;
                matrix[2 * i + 1][2 * j] = zero ? -1 : entry;
                matrix[2 * i + 1][2 * j + 1] = zero ? -1 : -entry;
            }
        }
        return matrix;
    }

    /** Which differences are squares modulo q, behind a row of 1 and a column of {@code column}; zeros on the diagonal. */
    private static int[][] bordered(int q, int column) {
        int[] character = new int[q];
        for (int i = 1; i < q; i++) {
            character[i] = -1;
        }
        for (long i = 1; i < q; i++) {
            character[(int) (i * i % q)] = 1;
        }
        int[][] matrix = new int[q + 1][q + 1];
        for (int i = 1; i <= q; i++) {
            matrix[0][i] = 1;
            matrix[i][0] = column;
            for (int j = 1; j <= q; j++) {
                matrix[i][j] = character[Math.floorMod(i - j, q)];
            }
        }
        return matrix;
    }

    private static boolean isPrime(int number) {
        if (number < 2) {
            return false;
        }
        for (int divisor = 2; divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return true;
    }
}
