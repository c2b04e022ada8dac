// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

/**
 * A command cannot go on; the user can do something about it. Carries a message key, paths and numbers, never a value
 * and never a cause, because messages of libraries may quote what they read.
 */
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exit;
    private final transient Object[] arguments;

    public Failure(int exit, String key, Object... arguments) {
        super(key);
        this.exit = exit;
        this.arguments = arguments.clone();
    }

    public int exit() {
        return exit;
    }

    public String text(Words words) {
        return words.of(getMessage(), arguments);
    }
}
