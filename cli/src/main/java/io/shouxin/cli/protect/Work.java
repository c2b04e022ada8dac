// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.core.plan.OnInvalid;
import io.shouxin.core.plan.Plan;
import io.shouxin.core.plan.Protection;
import io.shouxin.core.plan.ReleaseKey;
import java.util.List;

/** What a run does with a file: forwards or back. */
interface Work {

    String name();

    /** The plan with the columns that the file has to have. */
    Plan fitting();

    boolean keyed();

    Protection open(List<String> header, ReleaseKey key);

    /** What becomes of a refused cell, whatever the plan says; null for what it says. */
    OnInvalid always();
}
