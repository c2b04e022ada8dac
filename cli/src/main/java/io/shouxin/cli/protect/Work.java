// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.core.plan.OnInvalid;
import io.shouxin.core.plan.Plan;
import io.shouxin.core.plan.Protection;
import io.shouxin.core.plan.ReleaseKey;
import io.shouxin.core.plan.WholeTable;
import java.util.List;

/** What a run does with a file: forwards or back. */
interface Work {

    String name();

    /** The plan with the columns that the file has to have. */
    Plan fitting();

    boolean keyed();

    /** Whether all rows have to be seen before the first one can leave. */
    boolean whole();

    /** @param whole what was found out of all rows first; null where {@link #fitting} needs nothing of that kind */
    Protection open(List<String> header, ReleaseKey key, WholeTable whole);

    /** What becomes of a refused cell, whatever the plan says; null for what it says. */
    OnInvalid always();
}
