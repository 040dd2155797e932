/** Works of multi-level feature distillation. */
package io.mlfd.contract.mlfd;
