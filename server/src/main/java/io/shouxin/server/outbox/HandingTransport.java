// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;

import org.eclipse.angus.mail.smtp.SMTPTransport;

import java.io.IOException;

/**
 * SMTP that says when a mail is about to leave: before the line with the single dot. Until a server has seen that
 * line it must not deliver (RFC 5321 4.1.1.4), and from then on it may have.
 */
final class HandingTransport extends SMTPTransport {

    private static final String RESET = "RSET";

    private final Channel.Handover handover;
    private boolean begun;

    HandingTransport(Session session, URLName server, Channel.Handover handover) {
        super(session, server);
        this.handover = handover;
    }

    /** Whether the server may have the mail. */
    boolean begun() {
        return begun;
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        try {
            handover.begin();
        } catch (RuntimeException notOurs) {
            // Only this makes the transport break the connection without the dot and without a QUIT.
            throw new IOException(notOurs);
        }
        begun = true;
        super.finishData();
    }

    /** A server that says no and hangs up has said no: that the reset finds nobody changes nothing. */
    @Override
    public synchronized void issueCommand(String command, int expected) throws MessagingException {
        try {
            super.issueCommand(command, expected);
        } catch (MessagingException hungUp) {
            if (!command.equals(RESET)) {
                throw hungUp;
            }
        }
    }
}
