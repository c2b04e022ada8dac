// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.protect;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import java.io.OutputStream;
import java.io.PrintStream;

/** The standard output, which swallows what goes wrong: here it ends the run, so that no input is read for nobody. */
final class CheckedOutput extends OutputStream {

    private final PrintStream out;

    CheckedOutput(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) {
        out.write(b);
        check();
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        out.write(bytes, from, length);
        check();
    }

    private void check() {
        if (out.checkError()) {
            throw new Failure(Exit.OUTPUT, "protect.pipe-closed");
        }
    }
}
