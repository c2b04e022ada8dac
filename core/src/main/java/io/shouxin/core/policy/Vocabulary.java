// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.policy;

import io.shouxin.core.keyset.Suite;
import java.util.List;

/**
 * The names a register may use but does not declare. The caller connects it to the masks and value
 * types it has, so that a register cannot be accepted that names a mask nobody can apply.
 */
public interface Vocabulary {

    boolean knowsMask(String name);

    boolean knowsType(String code);

    /** Whether values can be sealed with the suite here; a field of another one could not be collected. */
    default boolean hasSuite(Suite suite) {
        return true;
    }

    /** Masks to name in a problem; may be empty, and need not list families such as {@code keep-3-4}. */
    default List<String> masks() {
        return List.of();
    }

    /** Types to name in a problem; may be empty. */
    default List<String> types() {
        return List.of();
    }
}
