// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.ledger;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What can be done with a ledger as a whole; without a command it tells what there is. */
@Command(mixinStandardHelpOptions = true)
public final class LedgerCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
