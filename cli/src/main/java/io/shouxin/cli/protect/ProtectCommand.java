// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.cli.Console;
import io.shouxin.cli.Words;
import io.shouxin.cli.plan.PlanFile;
import io.shouxin.core.plan.OnInvalid;
import io.shouxin.core.plan.Plan;
import io.shouxin.core.plan.Protection;
import io.shouxin.core.plan.ReleaseKey;
import io.shouxin.core.plan.WholeTable;
import java.util.List;
import picocli.CommandLine.Command;

/** Takes a file through a plan. */
@Command(mixinStandardHelpOptions = true)
public final class ProtectCommand extends FileCommand {

    public ProtectCommand(Console console, Words words) {
        super(console, words);
    }

    @Override
    Work work(Plan plan, PlanFile file) {
        return new Work() {
            @Override
            public String name() {
                return "protect";
            }

            @Override
            public Plan fitting() {
                return plan;
            }

            @Override
            public boolean keyed() {
                return plan.keyed();
            }

            @Override
            public boolean whole() {
                return plan.whole();
            }

            @Override
            public Protection open(List<String> header, ReleaseKey key, WholeTable whole) {
                return whole == null ? Protection.of(plan, header, key) : Protection.of(plan, header, key, whole);
            }

            @Override
            public OnInvalid always() {
                return null;
            }
        };
    }
}
