// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import io.shouxin.core.secret.PlainAccess;

import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.session.connection.Connection;
import org.jsmpp.session.connection.ConnectionFactory;
import org.jsmpp.session.connection.socket.SocketConnection;
import org.jsmpp.util.RelativeTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Short messages by SMPP 3.4, over one session that is bound as transceiver, so that receipts come back by the same
 * way. A long text goes in one {@code submit_sm} with {@code message_payload} and is cut by the SMSC: one request,
 * one answer, one receipt, and no message of which half arrived.
 */
final class SmsChannel implements Channel {

    private static final Logger LOG = LoggerFactory.getLogger(SmsChannel.class);

    /** SMPP 3.4 5.1.3: out of order, queue full, throttled, temporary fault of the receiver. */
    private static final Set<Integer> PASSING = Set.of(0x08, 0x14, 0x58, 0x64);
    private static final int RECEIVER_TEMPORARY_FAULT = 0x64;
    private static final Duration BIND_AGAIN_AFTER = Duration.ofSeconds(5);
    private static final byte NONE = 0;

    private final OutboxSettings settings;
    private final Receipts receipts;
    private final Clock clock;
    private final String host;
    private final @Nullable SSLContext tls;
    private @Nullable SMPPSession session;
    private Instant boundTried = Instant.MIN;
    private boolean closed;

    SmsChannel(OutboxSettings settings, Receipts receipts, Clock clock) {
        this.settings = settings;
        this.receipts = receipts;
        this.clock = clock;
        this.host = Objects.requireNonNull(settings.smsHost());
        this.tls = settings.smsOverTls() ? OutboxTls.context(settings.caFile()) : null;
        // Too long a password is told at the start and not at the first message.
        OutboxSettings.smppPassword(passwordFile());
    }

    private Path passwordFile() {
        return Objects.requireNonNull(settings.smsPasswordFile());
    }

    @Override
    public Message.Kind kind() {
        return Message.Kind.SMS;
    }

    @Override
    public Outcome send(Outgoing message, Handover handover) {
        SmsText text = SmsText.of(message.text().plain(PlainAccess.granted()));
        if (text.tooLong()) {
            return Outcome.refused("too-long");
        }
        SMPPSession bound;
        try {
            bound = bound();
        } catch (IOException away) {
            return Outcome.later(whyNot(away));
        }
        int reference = handover.begin();
        if (!bound.getSessionState().isTransmittable()) {
            return Outcome.later("broken-off");
        }
        try {
            return Outcome.taken(submit(bound, message, text, reference));
        } catch (NegativeResponseException no) {
            return PASSING.contains(no.getCommandStatus()) ? Outcome.later("refused-now", no.getCommandStatus())
                    : Outcome.refused("refused", no.getCommandStatus());
        } catch (PDUException unfit) {
            // Found while it was put together: not one octet has left.
            return Outcome.refused("unfit");
        } catch (ResponseTimeoutException | InvalidResponseException | IOException unanswered) {
            return Outcome.unknown("no-answer");
        }
    }

    private String submit(SMPPSession bound, Outgoing message, SmsText text, int reference) throws PDUException,
            NegativeResponseException, ResponseTimeoutException, InvalidResponseException, IOException {
        String sender = Objects.requireNonNull(settings.smsSender());
        OptionalParameter.User_message_reference ours =
                new OptionalParameter.User_message_reference((short) reference);
        OptionalParameter[] optional = text.fits() ? new OptionalParameter[] {ours}
                : new OptionalParameter[] {ours, new OptionalParameter.Message_payload(text.bytes())};
        // E.164 without its plus.
        String number = message.address().plain(PlainAccess.granted()).substring(1);
        return bound.submitShortMessage("", senderType(sender), senderPlan(sender), bare(sender),
                TypeOfNumber.INTERNATIONAL, NumberingPlanIndicator.ISDN, number, new ESMClass(), NONE, NONE, null,
                validity(message.left()), new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE), NONE,
                new GeneralDataCoding(text.alphabet()), NONE, text.fits() ? text.bytes() : new byte[0], optional)
                .getMessageId();
    }

    /** Relative, so that it does not matter how the SMSC's clock goes; after it, the SMSC forgets the message too. */
    static String validity(Duration left) {
        long seconds = Math.max(1, left.toSeconds());
        return RelativeTimeFormatter.format(0, 0, (int) (seconds / 86_400), (int) (seconds / 3_600 % 24),
                (int) (seconds / 60 % 60), (int) (seconds % 60));
    }

    private static TypeOfNumber senderType(String sender) {
        return sender.startsWith("+") ? TypeOfNumber.INTERNATIONAL
                : digits(sender) ? TypeOfNumber.UNKNOWN : TypeOfNumber.ALPHANUMERIC;
    }

    private static NumberingPlanIndicator senderPlan(String sender) {
        return digits(sender) ? NumberingPlanIndicator.ISDN : NumberingPlanIndicator.UNKNOWN;
    }

    private static boolean digits(String sender) {
        return bare(sender).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String bare(String sender) {
        return sender.startsWith("+") ? sender.substring(1) : sender;
    }

    @Override
    public void stayReady() {
        try {
            bound();
        } catch (IOException away) {
            LOG.debug("The SMSC is away: {}", whyNot(away));
        }
    }

    /** The session there is, or a new one. After a failure others wait for a moment instead of trying as well. */
    private synchronized SMPPSession bound() throws IOException {
        SMPPSession present = session;
        if (present != null && present.getSessionState().isBound()) {
            return present;
        }
        if (closed || boundTried.plus(BIND_AGAIN_AFTER).isAfter(clock.instant())) {
            throw new IOException("Not yet.");
        }
        boundTried = clock.instant();
        if (present != null) {
            present.close();
        }
        SMPPSession fresh = new SMPPSession(connections());
        fresh.setEnquireLinkTimer((int) settings.smsEnquireEvery().toMillis());
        fresh.setTransactionTimer(settings.smsTimeout().toMillis());
        fresh.setMessageReceiverListener(new Listener());
        fresh.connectAndBind(host, settings.smsPort(), new BindParameter(BindType.BIND_TRX,
                Objects.requireNonNull(settings.smsSystemId()), OutboxSettings.smppPassword(passwordFile()),
                settings.smsSystemType(), TypeOfNumber.UNKNOWN, NumberingPlanIndicator.UNKNOWN, null),
                settings.smsTimeout().toMillis());
        session = fresh;
        boundTried = Instant.MIN;
        LOG.info("Bound to the SMSC");
        return fresh;
    }

    private ConnectionFactory connections() {
        return (to, port) -> {
            Socket socket = new Socket();
            int wait = (int) settings.smsTimeout().toMillis();
            try {
                socket.connect(new InetSocketAddress(to, port), wait);
                return connection(socket, to, port, wait);
            } catch (IOException failed) {
                socket.close();
                throw failed;
            }
        };
    }

    private Connection connection(Socket socket, String to, int port, int wait) throws IOException {
        if (tls == null) {
            return new SocketConnection(socket);
        }
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, to, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        // Without it any certificate of a trusted issuer would do, whoever's it is (RFC 6125).
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.setSoTimeout(wait);
        secure.startHandshake();
        return new SocketConnection(secure);
    }

    private static String whyNot(IOException away) {
        for (Throwable one = away; one != null; one = one.getCause()) {
            if (one instanceof SSLException) {
                return "tls";
            }
            if (one instanceof NegativeResponseException) {
                return "login";
            }
        }
        return "unreachable";
    }

    @Override
    public Receipt.What ask(String remoteId) {
        String sender = Objects.requireNonNull(settings.smsSender());
        try {
            return what(bound().queryShortMessage(remoteId, senderType(sender), senderPlan(sender), bare(sender))
                    .getMessageState().value());
        } catch (PDUException | ResponseTimeoutException | InvalidResponseException | NegativeResponseException
                | IOException unanswered) {
            return Receipt.What.OPEN;
        }
    }

    /** SMPP 3.4 5.2.28. */
    static Receipt.What what(byte state) {
        return switch (state) {
            case 2 -> Receipt.What.DELIVERED;
            case 3 -> Receipt.What.LAPSED;
            case 4 -> Receipt.What.DELETED;
            case 5 -> Receipt.What.UNDELIVERABLE;
            case 8 -> Receipt.What.REJECTED;
            default -> Receipt.What.OPEN;
        };
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (session != null) {
            session.unbindAndClose();
        }
    }

    /** What the SMSC sends. It is confirmed only once it is on disk; else the SMSC sends it again. */
    private final class Listener implements MessageReceiverListener {

        @Override
        public void onAcceptDeliverSm(DeliverSm delivered) throws ProcessRequestException {
            if (!delivered.isSmscDeliveryReceipt()) {
                // Somebody answered a code. Nothing of it is kept.
                return;
            }
            try {
                read(delivered).ifPresent(receipts::take);
            } catch (RuntimeException unwritten) {
                LOG.warn("A receipt could not be kept and is asked for again: {}", unwritten.getClass().getName());
                throw new ProcessRequestException("later", RECEIVER_TEMPORARY_FAULT);
            }
        }

        /** What cannot be read is confirmed and dropped: sent again, it would be no better. */
        private static Optional<Receipt> read(DeliverSm delivered) {
            try {
                return ReceiptReader.read(delivered);
            } catch (RuntimeException malformed) {
                LOG.warn("A receipt could not be read: {}", malformed.getClass().getName());
                return Optional.empty();
            }
        }

        @Override
        public void onAcceptAlertNotification(AlertNotification alert) {
            LOG.debug("The SMSC says that a handset is there again");
        }

        @Override
        public DataSmResult onAcceptDataSm(DataSm data, Session source) throws ProcessRequestException {
            throw new ProcessRequestException("not taken here", RECEIVER_TEMPORARY_FAULT);
        }
    }
}
