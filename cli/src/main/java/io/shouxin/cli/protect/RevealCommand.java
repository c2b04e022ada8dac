// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.cli.Console;
import io.shouxin.cli.Words;
import io.shouxin.cli.plan.PlanFile;
import io.shouxin.core.plan.OnInvalid;
import io.shouxin.core.plan.Plan;
import io.shouxin.core.plan.Protection;
import io.shouxin.core.plan.ReleaseKey;
import io.shouxin.core.plan.Technique;
import io.shouxin.core.plan.WholeTable;
import java.util.List;
import picocli.CommandLine.Command;

/** Turns a protected file back, for those who hold the release's key. What does not turn back is left empty. */
@Command(mixinStandardHelpOptions = true)
public final class RevealCommand extends FileCommand {

    public RevealCommand(Console console, Words words) {
        super(console, words);
    }

    @Override
    Work work(Plan plan, PlanFile file) {
        Plan left = new Plan(plan.release(), plan.recipient(), plan.columns().stream()
                .filter(column -> !(column.technique() instanceof Technique.Drop)).toList());
        return new Work() {
            @Override
            public String name() {
                return "reveal";
            }

            @Override
            public Plan fitting() {
                return left;
            }

            @Override
            public boolean keyed() {
                return true;
            }

            @Override
            public boolean whole() {
                return false;
            }

            @Override
            public Protection open(List<String> header, ReleaseKey key, WholeTable whole) {
                return Protection.reversing(left, header, key);
            }

            @Override
            public OnInvalid always() {
                return OnInvalid.EMPTY;
            }
        };
    }
}
