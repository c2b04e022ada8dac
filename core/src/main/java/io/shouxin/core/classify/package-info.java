// SPDX-License-Identifier: Apache-2.0
/**
 * Says of a table's columns what they hold: kind, class, level, how sure that is and why.
 *
 * <p>Start reading at {@link io.shouxin.core.classify.TableSample}. One value proves little; a column does, because a
 * hundred values that all pass a check digit are no accident. What a finding keeps of values is masked.
 */
package io.shouxin.core.classify;
