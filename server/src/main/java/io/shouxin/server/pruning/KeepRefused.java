// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import java.util.List;

/** Settings that keep entries for less time than the law asks for, or for none that can be told. Ends the start. */
class KeepRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * One setting that cannot stand.
     *
     * @param kind the kind of entries, last part of the setting's name
     * @param given as it would be written
     * @param monthsMin what the law asks for at least
     * @param law the id of the rule that asks for it; empty where the period itself is none
     */
    record Problem(String kind, String given, long monthsMin, String law) {}

    private final transient List<Problem> problems;

    KeepRefused(List<Problem> problems) {
        super("Kept too short: " + problems);
        this.problems = List.copyOf(problems);
    }

    List<Problem> problems() {
        return problems;
    }
}
