// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import io.shouxin.core.secret.PlainAccess;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;

import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.util.Date;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Properties;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Mail by SMTP, a connection for each. The Message-ID is made of the message's own id and is the same in every try,
 * so that a mailbox that does get it twice can tell. 4yz replies mean later, 5yz never (RFC 5321 4.2.1); no reply
 * after the dot means that nobody knows. Replies quote addresses: of them only the number is kept.
 */
final class MailChannel implements Channel {

    private static final Logger LOG = LoggerFactory.getLogger(MailChannel.class);
    private static final int PERMANENT = 500;
    private static final int TRANSIENT = 400;

    private final OutboxSettings settings;
    private final String host;
    private final Session session;
    private final String from;

    MailChannel(OutboxSettings settings) {
        this.settings = settings;
        this.host = Objects.requireNonNull(settings.mailHost());
        this.from = Objects.requireNonNull(settings.mailFrom());
        this.session = Session.getInstance(properties(settings, OutboxTls.context(settings.caFile())));
    }

    private static Properties properties(OutboxSettings settings, SSLContext tls) {
        Properties all = new Properties();
        String wait = Long.toString(settings.mailTimeout().toMillis());
        all.put("mail.smtp.connectiontimeout", wait);
        all.put("mail.smtp.timeout", wait);
        all.put("mail.smtp.writetimeout", wait);
        // What EHLO says; asking for this machine's own name may take long and say nothing.
        all.put("mail.smtp.localhost", domain(Objects.requireNonNull(settings.mailFrom())));
        all.put("mail.smtp.auth", Boolean.toString(settings.mailUser() != null));
        all.put("mail.smtp.ssl.enable", Boolean.toString(settings.mailTls() == OutboxSettings.Tls.TLS));
        boolean startTls = settings.mailTls() == OutboxSettings.Tls.STARTTLS;
        all.put("mail.smtp.starttls.enable", Boolean.toString(startTls));
        all.put("mail.smtp.starttls.required", Boolean.toString(startTls));
        all.put("mail.smtp.ssl.checkserveridentity", "true");
        all.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
        return all;
    }

    @Override
    public Message.Kind kind() {
        return Message.Kind.MAIL;
    }

    @Override
    public Outcome send(Outgoing message, Handover handover) {
        HandedMail mail;
        try {
            mail = mail(message, handover);
        } catch (MessagingException unfit) {
            return Outcome.refused("unfit");
        }
        SMTPTransport transport = new SMTPTransport(session,
                new URLName("smtp", host, settings.mailPort(), null, null, null));
        try {
            transport.connect(host, settings.mailPort(), settings.mailUser(), password());
            return handOver(transport, mail);
        } catch (MessagingException away) {
            return Outcome.later(whyNot(away));
        } finally {
            close(transport);
        }
    }

    /** Whether the server still hears our goodbye changes nothing. */
    private static void close(SMTPTransport transport) {
        try {
            transport.close();
        } catch (MessagingException gone) {
            LOG.debug("The mail server hung up first");
        }
    }

    private static Outcome handOver(SMTPTransport transport, HandedMail mail) {
        try {
            transport.sendMessage(mail, mail.getAllRecipients());
            return Outcome.taken(null);
        } catch (MessagingException failed) {
            lost(failed);
            OptionalInt reply = reply(failed);
            if (reply.isPresent()) {
                return reply.getAsInt() >= PERMANENT ? Outcome.refused("refused", reply.getAsInt())
                        : Outcome.later("refused-now", reply.getAsInt());
            }
            return mail.begun() ? Outcome.unknown("no-answer") : Outcome.later("broken-off");
        }
    }

    /** What the handover threw in the middle of the transport comes out as what it was. */
    private static void lost(Throwable failed) {
        for (Throwable one = failed; one != null; one = one.getCause()) {
            if (one instanceof RuntimeException ours) {
                throw ours;
            }
        }
    }

    /** The number of the reply that ended it, if there was one; the most final where recipients and all failed. */
    private static OptionalInt reply(MessagingException failed) {
        OptionalInt found = OptionalInt.empty();
        for (Exception one = failed; one instanceof MessagingException chained; one = chained.getNextException()) {
            int code = code(chained);
            if (code >= TRANSIENT) {
                found = OptionalInt.of(Math.max(code, found.orElse(0)));
            }
        }
        return found;
    }

    private static int code(MessagingException one) {
        if (one instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        if (one instanceof SMTPSenderFailedException sender) {
            return sender.getReturnCode();
        }
        return one instanceof SMTPSendFailedException whole ? whole.getReturnCode() : 0;
    }

    private static String whyNot(MessagingException away) {
        if (away instanceof AuthenticationFailedException) {
            return "login";
        }
        for (Throwable one = away; one != null; one = one.getCause()) {
            if (one instanceof SSLException) {
                return "tls";
            }
        }
        String said = String.valueOf(away.getMessage());
        return said.startsWith("STARTTLS is required") || said.startsWith("Could not convert socket to TLS") ? "tls"
                : "unreachable";
    }

    private @Nullable String password() {
        return settings.mailPasswordFile() == null ? null
                : OutboxSettings.password(settings.mailPasswordFile(), "mail-password-file");
    }

    private HandedMail mail(Outgoing message, Handover handover) throws MessagingException {
        PlainAccess open = PlainAccess.granted();
        HandedMail mail = new HandedMail(session, "<" + message.id() + "@" + domain(from) + ">", handover);
        try {
            mail.setFrom(new InternetAddress(from, settings.mailName(), "UTF-8"));
        } catch (UnsupportedEncodingException never) {
            throw new IllegalStateException("Every Java platform has UTF-8.", never);
        }
        mail.setRecipient(RecipientType.TO, new InternetAddress(ascii(message.address().plain(open))));
        mail.setSubject(message.subject().plain(open), "UTF-8");
        mail.setText(message.text().plain(open), "UTF-8");
        mail.setSentDate(Date.from(message.at()));
        // RFC 3834: no vacation note is to answer this.
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.saveChanges();
        return mail;
    }

    private static String domain(String address) {
        return address.substring(address.indexOf('@') + 1);
    }

    private static String ascii(String address) {
        int at = address.indexOf('@');
        return address.substring(0, at + 1) + IDN.toASCII(domain(address));
    }

    @Override
    public void close() {}
}
