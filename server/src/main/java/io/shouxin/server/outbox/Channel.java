// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

/**
 * One way out of the house.
 *
 * <p>The contract is about one moment: the last one before the other side may have the message. A channel calls
 * {@link Handover#begin} exactly then, and answers {@link Outcome.Result#UNKNOWN} whenever it can not tell afterwards
 * which of the two is the case. Anything it answers without having called it means: nobody has it.
 */
interface Channel extends AutoCloseable {

    /** Notes durably that the message is about to leave. */
    interface Handover {

        /**
         * When this returns, the note is on disk and this node is still the one to send.
         *
         * @return a number from 0 to 65,535 by which the other side can name this attempt
         * @throws Lost if the message is another node's by now, or its time is over: then nothing may leave
         */
        int begin();
    }

    /** Nothing may leave: the message is not this node's any more. */
    final class Lost extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    Message.Kind kind();

    /** Tries to hand the message over, once. */
    Outcome send(Outgoing message, Handover handover);

    /** Keeps the way open for what comes back, without sending; does nothing where nothing comes back. */
    default void stayReady() {}

    /** What the other side says of a message that it took; {@link Receipt.What#OPEN} when it says nothing. */
    default Receipt.What ask(String remoteId) {
        return Receipt.What.OPEN;
    }

    @Override
    void close();
}
