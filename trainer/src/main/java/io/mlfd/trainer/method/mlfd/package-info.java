/**
 * Multi-Level Feature Distillation of joint teachers (Iordache, Alexe and Ionescu, WACV 2025), to be read beside the
 * paper: frozen experts, the joint teacher T* that fuses their maps at levels l_1 to l_k, and the students' loss.
 */
package io.mlfd.trainer.method.mlfd;
