// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.ledger;

/** Brings durable entries into the tree. Implemented by the module that has the tree. */
public interface Integrator {

    /** Says that something new is durable. Returns at once, and may be called for nothing. */
    void wake();
}
