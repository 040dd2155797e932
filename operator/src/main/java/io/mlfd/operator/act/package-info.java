/** Carries out decisions: the only package that writes to the API server. Every write can be repeated. */
package io.mlfd.operator.act;
