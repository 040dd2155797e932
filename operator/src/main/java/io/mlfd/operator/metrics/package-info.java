/** What a scrape of the operator tells. Every label has a bounded number of values, whoever runs what. */
package io.mlfd.operator.metrics;
