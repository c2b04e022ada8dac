// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataCodings;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.MessageState;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.session.connection.ServerConnection;
import org.jsmpp.session.connection.ServerConnectionFactory;
import org.jsmpp.session.connection.socket.ServerSocketConnection;
import org.jsmpp.util.MessageId;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** An SMSC that takes, refuses, falls silent and sends receipts as a test wants it. */
final class TrialSmsc implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int PATIENCE_SECONDS = 300;

    /** What came by one {@code submit_sm}. */
    record Submitted(String id, String to, int dataCoding, byte[] body, boolean payload, int reference,
            String validity, String from) {

        String text() {
            return new String(body, dataCoding == 8 ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
        }
    }

    private final ServerSocket entrance;
    private final SMPPServerSessionListener listener;
    private final List<SMPPServerSession> sessions = new CopyOnWriteArrayList<>();
    private final List<Submitted> submitted = new CopyOnWriteArrayList<>();
    private final Map<String, MessageState> states = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final Semaphore arrivals = new Semaphore(0);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int status;
    private volatile boolean silent;
    private volatile boolean closed;

    TrialSmsc() throws IOException {
        this(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    }

    TrialSmsc(ServerSocket entrance) throws IOException {
        this.entrance = entrance;
        this.listener = new SMPPServerSessionListener(entrance.getLocalPort(), new OnLoopback(entrance));
        listener.setMessageReceiverListener(new Taker());
        Thread thread = new Thread(this::accept, "trial-smsc");
        thread.setDaemon(true);
        thread.start();
    }

    /** Where another one was before. */
    static TrialSmsc at(int port) throws IOException {
        return new TrialSmsc(new ServerSocket(port, 10, InetAddress.getLoopbackAddress()));
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Every submission is answered with this status from now on; 0 takes it. */
    void answers(int with) {
        status = with;
    }

    /** Takes what is submitted and never says so. */
    void fallSilent() {
        silent = true;
    }

    List<Submitted> submitted() {
        return submitted;
    }

    Submitted only() {
        if (submitted.size() != 1) {
            throw new AssertionError(submitted.size() + " submissions");
        }
        return submitted.get(0);
    }

    /** Returns when so many more have come. */
    void awaitArrivals(int count) throws InterruptedException {
        if (!arrivals.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("Nothing was submitted");
        }
    }

    /** What the SMSC answers to a question about it. */
    void stands(Submitted message, MessageState state) {
        states.put(message.id(), state);
    }

    int sessions() {
        return sessions.size();
    }

    private void accept() {
        while (!closed) {
            try {
                SMPPServerSession session = listener.accept();
                BindRequest request = session.waitForBind(PATIENCE_MILLIS);
                if (request.getPassword().equals(OutboxTrial.PASSWORD)) {
                    request.accept("trial");
                    sessions.add(session);
                } else {
                    request.reject(SMPPConstant.STAT_ESME_RINVPASWD);
                }
            } catch (IOException | TimeoutException | org.jsmpp.PDUStringException | IllegalStateException lost) {
                // The loop's condition says whether this was the end.
            }
        }
    }

    /** Sends a receipt by the oldest session that is open and returns when it was confirmed. */
    void receipt(Submitted of, MessageState state, OptionalParameter... more) throws Exception {
        OptionalParameter[] all = new OptionalParameter[more.length + 2];
        all[0] = new OptionalParameter.Receipted_message_id(of.id());
        all[1] = new OptionalParameter.Message_state(state.value());
        System.arraycopy(more, 0, all, 2, more.length);
        deliver(of, "id:" + of.id() + " text:" + of.to(), (byte) 0x04, all);
    }

    /** As SMSCs do that know no parameters: all in the text. */
    void receiptInText(Submitted of, String word) throws Exception {
        deliver(of, "id:" + of.id() + " sub:001 dlvrd:001 submit date:2611281200 done date:2611281201 stat:" + word
                + " err:000 text:...", (byte) 0x04);
    }

    /** Somebody answers. */
    void answer(Submitted to, String text) throws Exception {
        deliver(to, text, (byte) 0);
    }

    private void deliver(Submitted of, String text, byte kind, OptionalParameter... parameters) throws Exception {
        SMPPServerSession open = sessions.stream().filter(one -> one.getSessionState().isBound()).findFirst()
                .orElseThrow();
        open.deliverShortMessage("", TypeOfNumber.INTERNATIONAL,
                NumberingPlanIndicator.ISDN, of.to(), TypeOfNumber.UNKNOWN, NumberingPlanIndicator.UNKNOWN, of.from(),
                new ESMClass(kind), (byte) 0, (byte) 0, new RegisteredDelivery(0), DataCodings.ZERO,
                text.getBytes(StandardCharsets.ISO_8859_1), parameters);
    }

    static OptionalParameter reference(Submitted of) {
        return new OptionalParameter.User_message_reference((short) of.reference());
    }

    @Override
    public void close() throws IOException {
        closed = true;
        ended.countDown();
        entrance.close();
        sessions.forEach(SMPPServerSession::close);
    }

    /** Not on every address of the machine, as jsmpp's own does. */
    private record OnLoopback(ServerSocket entrance) implements ServerConnectionFactory {

        @Override
        public ServerConnection listen(int port) {
            return new ServerSocketConnection(entrance);
        }

        @Override
        public ServerConnection listen(int port, int timeout) {
            return listen(port);
        }

        @Override
        public ServerConnection listen(int port, int timeout, int backlog) {
            return listen(port);
        }
    }

    private final class Taker implements ServerMessageReceiverListener {

        @Override
        public SubmitSmResult onAcceptSubmitSm(SubmitSm submit, SMPPServerSession source)
                throws ProcessRequestException {
            if (status != 0) {
                throw new ProcessRequestException("no", status);
            }
            OptionalParameter.Message_payload payload =
                    submit.getOptionalParameter(OptionalParameter.Message_payload.class);
            OptionalParameter.User_message_reference ours =
                    submit.getOptionalParameter(OptionalParameter.User_message_reference.class);
            Submitted one = new Submitted("S" + ids.incrementAndGet() + "-" + port(), submit.getDestAddress(),
                    submit.getDataCoding(), payload == null ? submit.getShortMessage() : payload.getValue(),
                    payload != null, ours.getValue() & 0xffff, submit.getValidityPeriod(), submit.getSourceAddr());
            submitted.add(one);
            arrivals.release();
            if (silent) {
                untilTheEnd();
            }
            try {
                return new SubmitSmResult(new MessageId(one.id()), new OptionalParameter[0]);
            } catch (org.jsmpp.PDUStringException tooLong) {
                throw new IllegalStateException(tooLong);
            }
        }

        private void untilTheEnd() {
            try {
                ended.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public QuerySmResult onAcceptQuerySm(QuerySm query, SMPPServerSession source) {
            return new QuerySmResult(null, states.getOrDefault(query.getMessageId(), MessageState.ENROUTE), (byte) 0);
        }

        @Override
        public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti submit, SMPPServerSession source)
                throws ProcessRequestException {
            throw unwanted();
        }

        @Override
        public void onAcceptReplaceSm(ReplaceSm replace, SMPPServerSession source) throws ProcessRequestException {
            throw unwanted();
        }

        @Override
        public void onAcceptCancelSm(CancelSm cancel, SMPPServerSession source) throws ProcessRequestException {
            throw unwanted();
        }

        @Override
        public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm broadcast, SMPPServerSession source)
                throws ProcessRequestException {
            throw unwanted();
        }

        @Override
        public void onAcceptCancelBroadcastSm(CancelBroadcastSm cancel, SMPPServerSession source)
                throws ProcessRequestException {
            throw unwanted();
        }

        @Override
        public QueryBroadcastSmResult onAcceptQueryBroadcastSm(QueryBroadcastSm query, SMPPServerSession source)
                throws ProcessRequestException {
            throw unwanted();
        }

        @Override
        public DataSmResult onAcceptDataSm(DataSm data, Session source) throws ProcessRequestException {
            throw unwanted();
        }

        private static ProcessRequestException unwanted() {
            return new ProcessRequestException("not here", SMPPConstant.STAT_ESME_RINVCMDID);
        }
    }
}
