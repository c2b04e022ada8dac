// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

/** What a command ends with. The numbers are part of the interface: scripts read them. */
public final class Exit {

    public static final int DONE = 0;
    /** Done, and what was asked about is not as it should be: found above the limit, not verified. */
    public static final int FOUND = 1;
    /** The command line itself is wrong. */
    public static final int USAGE = 2;
    /** An input is missing, cannot be read, or is not what it should be; nothing was done with it. */
    public static final int INPUT = 3;
    /** Done in part: the report says which rows or files were left out. */
    public static final int PARTLY = 4;
    /** The output could not be written; what was begun is gone again. */
    public static final int OUTPUT = 5;
    /** A fault of the program. */
    public static final int BUG = 70;

    private Exit() {}
}
