/** Works that any method may have: experts, controls, baselines. */
package io.mlfd.contract.supervised;
