// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

/** A channel with something in its way; by itself it changes nothing. */
class BrokenChannel implements Channel {

    private final Channel whole;

    BrokenChannel(Channel whole) {
        this.whole = whole;
    }

    /** The process is gone; nothing after this line of the product is run. */
    static final class Killed extends AssertionError {

        private static final long serialVersionUID = 1L;
    }

    @Override
    public Message.Kind kind() {
        return whole.kind();
    }

    @Override
    public Outcome send(Outgoing message, Handover handover) {
        return whole.send(message, handover);
    }

    @Override
    public void stayReady() {
        whole.stayReady();
    }

    @Override
    public Receipt.What ask(String remoteId) {
        return whole.ask(remoteId);
    }

    @Override
    public void close() {
        whole.close();
    }
}
