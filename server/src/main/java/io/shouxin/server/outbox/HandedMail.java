// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A mail that knows when it is about to leave: its last line is written, and the transport's next one is the single
 * dot. Until a server has seen that line it must not deliver (RFC 5321 4.1.1.4), and from then on it may have.
 *
 * <p>This is done by the mail and not by a transport of ours, for a transport logs all that it says and hears under
 * the name of its own package, and what is logged under ours has no value in it.
 */
final class HandedMail extends MimeMessage {

    private final String id;
    private final Channel.Handover handover;
    private boolean begun;

    /** @param id what the Message-ID is in every try */
    HandedMail(Session session, String id, Channel.Handover handover) {
        super(session);
        this.id = id;
        this.handover = handover;
    }

    /** Whether the server may have the mail. */
    boolean begun() {
        return begun;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    @Override
    public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
        super.writeTo(out, ignored);
        try {
            handover.begin();
        } catch (RuntimeException notOurs) {
            // Only this makes the transport break the connection without the dot and without a QUIT.
            throw new IOException(notOurs);
        }
        begun = true;
    }
}
