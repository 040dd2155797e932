"""Writes paired.csv: the tests of io.mlfd.result, worked out another way than there, with Python 3 alone."""
from fractions import Fraction
from itertools import product
from math import comb, sqrt

Z = 1.959963984540054


def mcnemar(b, c):
    n = b + c
    tail = sum(Fraction(comb(n, i), 2**n) for i in range(min(b, c) + 1))
    return float(min(Fraction(1), 2 * tail))


def agresti_min(b, c, n):
    b, c, n = b + 0.5, c + 0.5, n + 2
    d = (b - c) / n
    half = Z * sqrt((b + c) - (b - c) ** 2 / n) / n
    return max(-1, d - half), min(1, d + half)


def sign_flip(differences):
    seen = abs(sum(differences))
    k = [d for d in differences if d]
    far = sum(abs(sum(s * d for s, d in zip(signs, k))) >= seen for signs in product((1, -1), repeat=len(k)))
    return far / 2 ** len(k)


print("both right,subject alone,reference alone,neither,p,low,high")
for both, b, c, neither in [(50, 6, 0, 44), (50, 5, 0, 45), (70, 10, 3, 17), (10, 0, 0, 10), (0, 2, 0, 0), (600, 120, 80, 200), (0, 0, 9, 0)]:
    low, high = agresti_min(b, c, both + b + c + neither)
    print(f"{both},{b},{c},{neither},{mcnemar(b, c):.12g},{low:.12g},{high:.12g}")
print()
print("three seeds:", sign_flip([3, 2, 2, 1, 1, 1, -1, -2, 3, 2]), "for k = 3 2 2 1 1 1 -1 -2 3 2")
