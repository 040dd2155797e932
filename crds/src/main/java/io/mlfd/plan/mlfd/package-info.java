/** Multi-level feature distillation as stages. */
package io.mlfd.plan.mlfd;
