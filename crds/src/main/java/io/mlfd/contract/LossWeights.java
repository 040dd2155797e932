package io.mlfd.contract;

/** Weights of soft cross-entropy, map MSE and cross-entropy with labels (alpha, beta, gamma). */
public record LossWeights(double soft, double features, double hard) {}
