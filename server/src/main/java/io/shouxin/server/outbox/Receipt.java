// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import java.util.OptionalInt;

/**
 * What the SMSC says of a message later on.
 *
 * @param remoteId the SMSC's id
 * @param reference ours, where the SMSC gives it back (user_message_reference, SMPP 3.4 5.3.2.17)
 */
record Receipt(String remoteId, OptionalInt reference, What what) {

    enum What {
        /** Not decided yet. */
        OPEN,
        DELIVERED,
        /** It will not be delivered; the codes are of {@code outbox.why.…}. */
        UNDELIVERABLE, LAPSED, DELETED, REJECTED;

        String why() {
            return switch (this) {
                case OPEN, DELIVERED -> "";
                case UNDELIVERABLE -> "undelivered";
                case LAPSED -> "lapsed-there";
                case DELETED -> "deleted-there";
                case REJECTED -> "rejected-there";
            };
        }
    }
}
