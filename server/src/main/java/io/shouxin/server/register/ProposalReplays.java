// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.register;

/**
 * Whether it is known what a proposal would have changed. Implemented by the module that replays, which
 * is above this one; without an implementation nothing starts, for nobody could accept anything.
 */
public interface ProposalReplays {

    /** Asks for the replay of a new proposal, in its transaction. */
    void want(int version);

    /** Whether it is there for the second person to read. */
    boolean finished(int version);
}
