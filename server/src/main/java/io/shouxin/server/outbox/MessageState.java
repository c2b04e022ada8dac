// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import java.util.Locale;

/**
 * Where a message stands.
 *
 * <pre>
 * QUEUED ──► SENDING ──► SENT ──► DELIVERED
 *   ▲ │          │         └────► FAILED
 *   │ └► EXPIRED ├──► FAILED ──► QUEUED (by hand)
 *   └────────────┼──► UNCERTAIN ──► SENT | DELIVERED | FAILED, or QUEUED (by hand)
 * </pre>
 */
public enum MessageState {

    /** Waits for its turn, or for its next one. */
    QUEUED,
    /** One node has it, until its lease runs out. */
    SENDING,
    /** The mail server or SMSC has taken it. For mail the last state: SMTP says no more. */
    SENT,
    /** The SMSC's receipt says that the handset has it. */
    DELIVERED,
    /** Refused for good, or not delivered. */
    FAILED,
    /** Its time was over before it could be handed over. */
    EXPIRED,
    /** Handed over perhaps: nobody knows whether it arrived, and it is not sent again by itself. */
    UNCERTAIN;

    /** As message keys write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
