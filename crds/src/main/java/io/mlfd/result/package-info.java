/** Results as values: what is measured, of which network, and what it is compared with. Knows no plan, stage or page. */
package io.mlfd.result;
